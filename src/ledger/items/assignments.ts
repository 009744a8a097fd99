// Members as the SET part of an update: `#name = :name` for every one that has a value.
import type { Item } from "../dynamo.ts";
import { marshalItem, type PlainObject } from "./attribute-value.ts";

export function assignments(members: PlainObject): { readonly set: string; readonly values: Item } {
  const present = marshalItem(members);
  return {
    set: Object.keys(present)
      .map((name) => `#${name} = :${name}`)
      .join(", "),
    values: Object.fromEntries(Object.entries(present).map(([name, value]) => [`:${name}`, value])),
  };
}
