// Lambda's own events in the JSON format: `platform.*` records, each at its level.
// Page: "Configuring JSON and plain text log formats", system log event level mapping.
import type { FunctionSpec } from "./invocation.ts";
import { billedMs, runtimeArn, runtimeVersion, type SystemLog, type SystemLogPlace } from "./system-events.ts";

const LEVELS = ["DEBUG", "INFO", "WARN"] as const;
type Level = (typeof LEVELS)[number];

const INIT = { initializationType: "on-demand" } as const;

const rounded = (ms: number) => Number(ms.toFixed(3));
/** Success is worth the lower level, anything else a warning. */
const levelOf = (status: string, success: Level): Level => (status === "success" ? success : "WARN");

export function jsonSystemLog(spec: FunctionSpec, { region, now }: SystemLogPlace): SystemLog {
  const lowest = LEVELS.indexOf(spec.systemLogLevel);
  const event = (level: Level, type: string, record: object | string) =>
    LEVELS.indexOf(level) < lowest ? [] : [JSON.stringify({ time: new Date(now()).toISOString(), type, record })];
  return {
    initStart: () =>
      event("INFO", "platform.initStart", {
        ...INIT,
        phase: "init",
        runtimeVersion: runtimeVersion(spec),
        runtimeVersionArn: runtimeArn(spec, { region, now }),
        functionName: spec.name,
        functionVersion: spec.version,
      }),
    initDone({ phase, status, durationMs, errorType }) {
      const level = levelOf(status, "DEBUG");
      const metrics = { durationMs: rounded(durationMs) };
      return [
        ...event(level, "platform.initRuntimeDone", { ...INIT, phase, status, errorType }),
        ...event(level, "platform.initReport", { ...INIT, phase, status, errorType, metrics }),
      ];
    },
    fault: (requestId, message) => {
      const record = `RequestId: ${requestId} Error: ${message}\nRuntime.ExitError`;
      return event("WARN", "platform.fault", record);
    },
    start: (requestId) => event("INFO", "platform.start", { requestId, version: spec.version }),
    done(report) {
      const { requestId, status, errorType, dropped } = report;
      const durationMs = rounded(report.durationMs);
      const lost = dropped && {
        reason: dropped.reason,
        droppedRecords: dropped.lines,
        droppedBytes: dropped.characters,
      };
      return [
        ...(lost ? event("WARN", "platform.logsDropped", lost) : []),
        ...event(levelOf(status, "DEBUG"), "platform.runtimeDone", {
          requestId,
          status,
          errorType,
          metrics: { durationMs, producedBytes: report.producedBytes },
        }),
        ...event(levelOf(status, "INFO"), "platform.report", {
          requestId,
          status,
          errorType,
          metrics: {
            durationMs,
            billedDurationMs: billedMs(report),
            memorySizeMB: spec.memoryMb,
            maxMemoryUsedMB: report.maxMemoryMb,
            initDurationMs: report.initDurationMs === undefined ? undefined : rounded(report.initDurationMs),
          },
        }),
      ];
    },
  };
}
