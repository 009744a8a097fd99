// One line of JSON a message, through console: Lambda adds time, request id and level.
import { messageOf } from "../../core/error.ts";
import type { RunLog } from "./run.ts";

export type Print = Pick<Console, "debug" | "info" | "warn" | "error">;

export function runLog(runId: string, print: Print): RunLog {
  const line = (message: string, fields: object = {}) => textOf({ message, runId, ...fields }, message, runId);
  return {
    debug: (message, fields) => print.debug(line(message, fields)),
    info: (message, fields) => print.info(line(message, fields)),
    warn: (message, fields) => print.warn(line(message, fields)),
    error: (message, fields) => print.error(line(message, fields)),
  };
}

/** A log line must not end a run: what JSON cannot hold is said, not thrown. */
function textOf(fields: object, message: string, runId: string): string {
  try {
    return JSON.stringify(fields, (_name, value: unknown) => {
      if (typeof value === "bigint") return String(value);
      return value instanceof Error ? { type: value.name, message: value.message } : value;
    });
  } catch (error) {
    return JSON.stringify({ message, runId, fields: `not shown: ${messageOf(error)}` });
  }
}
