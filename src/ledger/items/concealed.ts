// An input as it may be recorded and shown: without what it took from the environment or from a parameter.
import type { JsonObject } from "../../core/json.ts";

export const HIDDEN = "(hidden)";

export function concealed(input: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const shown = structuredClone(input);
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>(memberOf, shown);
    const last = path.at(-1) ?? "";
    if (memberOf(parent, last) !== undefined) (parent as Record<string, unknown>)[last] = HIDDEN;
  }
  return shown;
}

/** An object's own, or an item of a list: no path leads to what all objects have. */
export const memberOf = (value: unknown, step: string): unknown =>
  value && typeof value === "object" && Object.hasOwn(value, step)
    ? (value as Record<string, unknown>)[step]
    : undefined;

/** As an envelope's policy says it. */
export const hiddenPaths = (said: unknown): readonly (readonly string[])[] =>
  Array.isArray(said) ? said.filter(Array.isArray).map((path: readonly unknown[]) => path.map(String)) : [];
