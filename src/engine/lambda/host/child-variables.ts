// The environment variables of a function's process: what Lambda gives, the function's own, and nothing of the engine's.
import type { Keys } from "../../sts/sessions.ts";
import type { FunctionSpec } from "./invocation.ts";
import { programFolder, type RuntimeCommand } from "./runtime-command.ts";

export interface ChildPlace {
  readonly region: string;
  /** The engine's address, where the function's SDK calls go. */
  readonly origin: string;
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The environment's own /tmp. */
  readonly temporary: string;
  readonly command: RuntimeCommand;
  readonly taskRoot: string;
  /** Of a session of the function's role: good for this engine and for nothing else. */
  readonly keys: Keys;
}

/** Those that say nothing of a function, and are read while a process starts. */
export function processVariables(command: RuntimeCommand, temporary: string) {
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: `${programFolder(command)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: temporary,
    TMPDIR: temporary,
  };
}

/** The list: Lambda Developer Guide, "Using environment variables". A function's own come first: it cannot set these. */
export function childVariables(spec: FunctionSpec, place: ChildPlace): Record<string, string> {
  const { LANG, TZ, ...others } = processVariables(place.command, place.temporary);
  return {
    LANG,
    TZ,
    ...spec.variables,
    ...others,
    _HANDLER: spec.handler,
    _X_AMZN_TRACE_ID: "",
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_LAMBDA_LOG_FORMAT: spec.logFormat,
    AWS_LAMBDA_LOG_LEVEL: spec.logLevel,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    LAMBDA_TASK_ROOT: place.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    AWS_ENDPOINT_URL: place.origin,
    AWS_ACCESS_KEY_ID: place.keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: place.keys.secretAccessKey,
    AWS_SESSION_TOKEN: place.keys.sessionToken,
  };
}
