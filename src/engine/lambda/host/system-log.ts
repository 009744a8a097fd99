// The lines Lambda itself writes about an environment and its invocations, as text or as JSON records.
// Pages: "Lambda execution environment lifecycle", "Telemetry API event schema reference".
import type { FunctionSpec } from "./invocation.ts";

export interface Report {
  readonly requestId: string;
  readonly status: "success" | "error" | "failure" | "timeout";
  readonly errorType: string | undefined;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  readonly maxMemoryMb: number;
}

export interface SystemLog {
  initStart(): string;
  initFailed(phase: "init" | "invoke", status: "error" | "timeout", durationMs: number, errorType?: string): string;
  start(requestId: string): string;
  /** Undefined where Lambda writes nothing at its default level. */
  end(requestId: string): string | undefined;
  report(report: Report): string;
}

/** The init phase is billed too, since August 2025 (Lambda pricing page). */
export const billedMs = (report: Report) => Math.ceil(report.durationMs + (report.initDurationMs ?? 0));

const runtimeVersion = (spec: FunctionSpec) => `nodejs:${spec.runtime.replace(/\D+/, "").replace(/\.x$/, "")}.v0`;
const runtimeArn = (spec: FunctionSpec, region: string) => `arn:aws:lambda:${region}::runtime:${spec.runtime}`;

export function systemLog(spec: FunctionSpec, region: string, now: () => number): SystemLog {
  return spec.logFormat === "JSON" ? jsonLog(spec, region, now) : textLog(spec, region);
}

function textLog(spec: FunctionSpec, region: string): SystemLog {
  return {
    initStart: () =>
      `INIT_START Runtime Version: ${runtimeVersion(spec)}\tRuntime Version ARN: ${runtimeArn(spec, region)}`,
    initFailed: (phase, status, durationMs, errorType) =>
      `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${status}${errorType ? `\tError Type: ${errorType}` : ""}`,
    start: (requestId) => `START RequestId: ${requestId} Version: ${spec.version}`,
    end: (requestId) => `END RequestId: ${requestId}`,
    report(report) {
      const fields = [
        `REPORT RequestId: ${report.requestId}`,
        `Duration: ${report.durationMs.toFixed(2)} ms`,
        `Billed Duration: ${billedMs(report)} ms`,
        `Memory Size: ${spec.memoryMb} MB`,
        `Max Memory Used: ${report.maxMemoryMb} MB`,
      ];
      if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
      if (report.status !== "success") fields.push(`Status: ${report.status === "timeout" ? "timeout" : "error"}`);
      if (report.status !== "success" && report.errorType) fields.push(`Error Type: ${report.errorType}`);
      return `${fields.join("\t")}\t`;
    },
  };
}

function jsonLog(spec: FunctionSpec, region: string, now: () => number): SystemLog {
  const line = (type: string, record: object) => JSON.stringify({ time: new Date(now()).toISOString(), type, record });
  const rounded = (ms: number) => Number(ms.toFixed(3));
  return {
    initStart: () =>
      line("platform.initStart", {
        initializationType: "on-demand",
        phase: "init",
        runtimeVersion: runtimeVersion(spec),
        runtimeVersionArn: runtimeArn(spec, region),
        functionName: spec.name,
        functionVersion: spec.version,
      }),
    initFailed: (phase, status, durationMs, errorType) =>
      line("platform.initReport", {
        initializationType: "on-demand",
        phase,
        status,
        errorType,
        metrics: { durationMs: rounded(durationMs) },
      }),
    start: (requestId) => line("platform.start", { requestId, version: spec.version }),
    end: () => undefined,
    report: (report) =>
      line("platform.report", {
        requestId: report.requestId,
        status: report.status,
        errorType: report.errorType,
        metrics: {
          durationMs: rounded(report.durationMs),
          billedDurationMs: billedMs(report),
          memorySizeMB: spec.memoryMb,
          maxMemoryUsedMB: report.maxMemoryMb,
          initDurationMs: report.initDurationMs === undefined ? undefined : rounded(report.initDurationMs),
        },
      }),
  };
}
