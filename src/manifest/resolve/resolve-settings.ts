// A function's settings, complete and within Lambda's limits.
import { Buffer } from "node:buffer";
import { nearest } from "../../core/nearest.ts";
import { isPython } from "../code.ts";
import type { FunctionSettings, Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import { NODE_RUNTIMES, PYTHON_RUNTIMES, RUNTIMES } from "../shape/patterns.ts";
import type { Layers } from "./layers.ts";

/** Lambda guide, environment variables: all names and values together. */
const MAX_ENVIRONMENT_BYTES = 4_096;

/** Set by Lambda itself and refused by it (Lambda guide, reserved environment variables), or by us. */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|LAMP_.*)$/;

export function resolveSettings(layers: Layers, code: Job["code"], problems: Problems): FunctionSettings {
  const runtime = resolveRuntime(layers, code, problems);
  if (layers.has("permissions", false) && layers.has("role")) {
    const message = "permissions: go to a role that we make, but role: names an existing one; keep one of the two";
    problems.error("conflict", message, layers.keySpot("permissions"));
  }
  return {
    timeoutSeconds: layers.value("timeout") ?? 60,
    memoryMb: layers.value("memory") ?? 256,
    architecture: layers.value("architecture") ?? "arm64",
    runtime,
    environment: checkedEnvironment(layers, problems),
    storageMb: layers.value("storage") ?? 512,
    layers: layers.value("layers") ?? [],
    permissions: layers.value("permissions") ?? [],
    role: layers.value("role"),
  };
}

/** Of the handler's language; a default of the other one is none for this job. */
function resolveRuntime(layers: Layers, code: Job["code"], problems: Problems): string {
  const fitting = "handler" in code && isPython(code.handler) ? PYTHON_RUNTIMES : NODE_RUNTIMES;
  const written = layers.value("runtime");
  if (written !== undefined && fitting.includes(written)) return written;
  const isOther = written !== undefined && RUNTIMES.includes(written);
  if (written === undefined || (isOther && !layers.has("runtime", false))) return fitting[0] ?? "";
  const instead = nearest(written, fitting);
  const hint = instead ? `; did you mean ${instead}?` : "";
  const message = `runtime: expected one of ${fitting.join(", ")}, got "${written}"${hint}`;
  problems.error("bad-value", message, layers.spot("runtime"));
  return written;
}

function checkedEnvironment(layers: Layers, problems: Problems): Readonly<Record<string, string>> {
  const environment = layers.merged("environment");
  let bytes = 0;
  for (const [name, value] of Object.entries(environment)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    const spot = layers.spot("environment", name);
    if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name) && !RESERVED.test(name)) {
      const expected = "expected a letter, then one or more letters, digits or _";
      problems.error("bad-value", `environment: "${name}" is no name of a variable; ${expected}`, spot);
    } else if (RESERVED.test(name)) {
      problems.error("bad-value", `environment: ${name} is reserved; choose another name`, spot);
    }
  }
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    const message = `environment: ${bytes} bytes in all; Lambda takes at most ${MAX_ENVIRONMENT_BYTES}`;
    problems.error("too-big", message, layers.spot("environment"));
  }
  return environment;
}
