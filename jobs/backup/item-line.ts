// One DynamoDB item as one line of JSON, and back: the attribute types stay, binary values as base64.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

export function itemToLine(item: Item): string {
  return `${JSON.stringify(item, (_key, value: unknown) => (isBytes(value) ? { $bytes: toBase64(value) } : value))}\n`;
}

export function lineToItem(line: string): Item {
  return JSON.parse(line, (_key, value: unknown) =>
    isMarked(value) ? new Uint8Array(Buffer.from(value.$bytes, "base64")) : value,
  ) as Item;
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** Of an attribute value's members only B and BS hold bytes, so a mark cannot be an attribute's own map: those stand under M. */
const isMarked = (value: unknown): value is { readonly $bytes: string } =>
  typeof value === "object" && value !== null && typeof (value as { $bytes?: unknown }).$bytes === "string";

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
