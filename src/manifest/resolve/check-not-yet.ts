// Keys that the design has and this version does not: known by name, refused with a sentence, never ignored.
import type { Problems } from "../problem.ts";
import type { Layer } from "./layers.ts";

export const NOT_YET_KEYS = ["expect", "alert", "on"] as const;

export function checkNotYet({ part }: Layer, problems: Problems): void {
  const { source, node } = part;
  for (const key of NOT_YET_KEYS) {
    const entry = node.entries.get(key);
    if (!entry) continue;
    const spot = { source, offset: entry.keyStart, path: [...part.path, key] };
    problems.error("not-yet", `${key}: is not yet supported; remove it`, spot);
  }
}
