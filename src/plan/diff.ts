// The field-level difference of two resources of one kind and name.
import { stableJson } from "../core/json.ts";
import type { Resource } from "../desired/resource.ts";
import type { Change } from "./plan.ts";

/** Maps of settings are compared member by member, everything else as a whole; sorted by path. */
const MAPS = new Set(["environment", "tags"]);

export function diff(from: Resource, to: Resource): readonly Change[] {
  const before = flatten(from);
  const after = flatten(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => stableJson(before.get(path) ?? null) !== stableJson(after.get(path) ?? null))
    .sort()
    .map((path) => ({ path, from: before.get(path) ?? null, to: after.get(path) ?? null }));
}

function flatten(resource: Resource): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(resource)) {
    if (!MAPS.has(name)) fields.set(name, value);
    else for (const [member, setting] of Object.entries(value as object)) fields.set(`${name}.${member}`, setting);
  }
  return fields;
}
