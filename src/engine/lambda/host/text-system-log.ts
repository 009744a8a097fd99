// Lambda's own lines in the text format, with its tabs.
import type { FunctionSpec } from "./invocation.ts";
import {
  billedMs,
  type Report,
  runtimeArn,
  runtimeVersion,
  type SystemLog,
  type SystemLogPlace,
} from "./system-events.ts";

const ms = (value: number) => `${value.toFixed(2)} ms`;

export function textSystemLog(spec: FunctionSpec, place: SystemLogPlace): SystemLog {
  return {
    initStart: () => [
      `INIT_START Runtime Version: ${runtimeVersion(spec)}\tRuntime Version ARN: ${runtimeArn(spec, place)}`,
    ],
    initDone({ phase, status, durationMs, errorType }) {
      if (status === "success") return [];
      const type = errorType ? `\tError Type: ${errorType}` : "";
      return [`INIT_REPORT Init Duration: ${ms(durationMs)}\tPhase: ${phase}\tStatus: ${status}${type}`];
    },
    fault: (requestId, message) => [`RequestId: ${requestId} Error: ${message}\nRuntime.ExitError`],
    start: (requestId) => [`START RequestId: ${requestId} Version: ${spec.version}`],
    done: (report) => [
      ...droppedLines(report),
      ...messageLines(report, place),
      `END RequestId: ${report.requestId}`,
      reportLine(report, spec),
    ],
  };
}

function droppedLines({ dropped }: Report): string[] {
  return dropped ? [`[output dropped: ${dropped.reason}; ${dropped.characters} characters were left out]`] : [];
}

function messageLines({ message, status, requestId, errorType }: Report, { now }: SystemLogPlace): string[] {
  if (message === undefined) return [];
  if (status === "timeout") return [`${new Date(now()).toISOString()} ${requestId} ${message}\n`];
  return [`RequestId: ${requestId} Error: ${message}\n${errorType}`];
}

function reportLine(report: Report, spec: FunctionSpec): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${ms(report.durationMs)}`,
    `Billed Duration: ${billedMs(report)} ms`,
    `Memory Size: ${spec.memoryMb} MB`,
    `Max Memory Used: ${report.maxMemoryMb} MB`,
  ];
  if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${ms(report.initDurationMs)}`);
  if (report.status !== "success") fields.push(`Status: ${report.status}`);
  if (report.status === "error" && report.errorType) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join("\t")}\t`;
}
