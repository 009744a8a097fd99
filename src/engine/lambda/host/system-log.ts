// What Lambda itself writes into a function's log, in the form that the function's settings name.
import type { FunctionSpec } from "./invocation.ts";
import { jsonSystemLog } from "./json-system-log.ts";
import type { SystemLog, SystemLogPlace } from "./system-events.ts";
import { textSystemLog } from "./text-system-log.ts";

export function systemLog(spec: FunctionSpec, place: SystemLogPlace): SystemLog {
  return spec.logFormat === "JSON" ? jsonSystemLog(spec, place) : textSystemLog(spec, place);
}
