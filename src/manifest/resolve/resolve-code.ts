// A job's code: a handler file of the project, or an existing function and what the file asks to be set on that.
import { isPython } from "../code.ts";
import type { Job, RetryPolicy } from "../model.ts";
import type { Problems } from "../problem.ts";
import { HANDLER_ONLY } from "../shape/job-shape.ts";
import type { Handlers } from "./check-handler.ts";
import type { Layers } from "./layers.ts";

/** `retry` with what the file leaves out. */
export function resolveCode(layers: Layers, handlers: Handlers, retry: RetryPolicy, problems: Problems): Job["code"] {
  checkKeys(layers, problems);
  const written = layers.value("handler");
  if (written !== undefined) {
    const [, file = written, entry] = /^(.*\.py):([A-Za-z_]\w*)$/.exec(written) ?? [];
    const handler = handlers.check(file, layers.spot("handler"), problems) ?? file;
    return isPython(handler) ? { handler, entry: entry ?? "handler" } : { handler };
  }
  const named = layers.value("function") ?? "";
  const recorded = layers.value("record") === true;
  for (const key of ["retry", "record"] as const) {
    if (!named.startsWith("arn:") || !layers.has(key, false) || (key === "record" && !recorded)) continue;
    const message = `${key}: is set on a function of this account and region only; name it by its name, or name:alias`;
    problems.error("conflict", message, layers.keySpot(key));
  }
  return {
    function: named,
    ...(layers.has("retry", false) ? { retries: retry } : {}),
    ...(recorded ? { recorded } : {}),
    ...(layers.value("envelope") === false ? { plain: true as const } : {}),
  };
}

function checkKeys(layers: Layers, problems: Problems): void {
  const hasHandler = layers.has("handler");
  const hasFunction = layers.has("function");
  if (hasHandler && hasFunction) {
    problems.error("conflict", "handler: and function: exclude each other; keep one", layers.keySpot("function"));
  } else if (!hasHandler && !hasFunction) {
    const message = `the job "${layers.name}" has no code; give it handler: (a file) or function: (an existing function)`;
    problems.error("missing-key", message, layers.spot());
  } else if (hasFunction) {
    for (const key of HANDLER_ONLY.filter((key) => layers.has(key, false))) {
      const message = `${key}: belongs to a function that we deploy; function: names one that we never change`;
      problems.error("conflict", message, layers.keySpot(key));
    }
  }
  const plain = layers.value("envelope") === false;
  if (plain && !hasFunction) {
    const message =
      "envelope: false is for an existing function (function:); a handler finds out by the envelope which run it is";
    problems.error("conflict", message, layers.keySpot("envelope"));
  }
  if (layers.value("record") !== true) return;
  if (plain && hasFunction) {
    const message = "record: needs the envelope, which alone says which run an event is; take envelope: false out";
    problems.error("conflict", message, layers.keySpot("record"));
  }
  if (!hasFunction) {
    const message = "record: is for an existing function (function:), which cannot write down its runs itself";
    problems.error("conflict", message, layers.keySpot("record"));
  }
}
