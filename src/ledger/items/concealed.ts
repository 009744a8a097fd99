// An input as it may be recorded and shown: without what it took from the environment or from a parameter.
import type { Json, JsonObject } from "../../core/json.ts";

const HIDDEN = "(hidden)";

export function concealed(input: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  let shown: Json = input;
  for (const path of paths) shown = without(shown, path);
  return shown as JsonObject;
}

function without(value: Json | undefined, [step, ...rest]: readonly string[]): Json {
  if (step === undefined) return HIDDEN;
  if (value === null || typeof value !== "object") return value ?? null;
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => (String(index) === step ? without(item, rest) : item));
  }
  const object = value as JsonObject;
  return Object.hasOwn(object, step) ? { ...object, [step]: without(object[step], rest) } : object;
}

/** As an envelope's policy says it. */
export const hiddenPaths = (said: unknown): readonly (readonly string[])[] =>
  Array.isArray(said) ? said.filter(Array.isArray).map((path: readonly unknown[]) => path.map(String)) : [];
