// Plain values to DynamoDB's typed JSON and back.
import type { AttributeValue, Item } from "../dynamo.ts";

export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };
export type PlainObject = { readonly [name: string]: Plain | undefined };

/** Members that are undefined are left out, as in JSON. */
export function marshal(value: Plain): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (isList(value)) return { L: value.map(marshal) };
  return { M: marshalItem(value) };
}

/** Array.isArray does not tell a readonly array from an object. */
const isList = (value: readonly Plain[] | PlainObject): value is readonly Plain[] => Array.isArray(value);

export function marshalItem(value: PlainObject): Item {
  const item: Record<string, AttributeValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) item[name] = marshal(member);
  }
  return item;
}

/** What another version may have written comes back as null rather than as an error: old items must still read. */
export function unmarshal(value: AttributeValue): Plain {
  if ("S" in value) return value.S;
  if ("N" in value) return Number(value.N);
  if ("BOOL" in value) return value.BOOL;
  if ("L" in value) return value.L.map(unmarshal);
  if ("M" in value) return unmarshalItem(value.M);
  return null;
}

export function unmarshalItem(item: Item): PlainObject {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, unmarshal(value)]));
}
