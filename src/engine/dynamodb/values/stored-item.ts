// Items as one text in the store: their own JSON, marked when it holds binaries, which JSON cannot.
import { type AttributeValue, emptyItem, type Item } from "./attribute-value.ts";

/** Before the JSON of an item whose binaries are written as base64; the others need no second look when read. */
const BINARY_MARK = "b";

export function packItem(item: Item): string {
  if (!hasBinary(item)) return JSON.stringify(item);
  return BINARY_MARK + JSON.stringify(item, asBase64);
}

export function unpackItem(text: string): Item {
  if (!text.startsWith(BINARY_MARK)) return JSON.parse(text) as Item;
  return revived(JSON.parse(text.slice(BINARY_MARK.length)) as Item);
}

/** The item as its readers get it: in JSON, with binaries as base64. */
export function wireText(text: string): string {
  return text.startsWith(BINARY_MARK) ? text.slice(BINARY_MARK.length) : text;
}

function hasBinary(item: Item): boolean {
  for (const name in item) {
    const value = item[name];
    if (value !== undefined && holdsBinary(value)) return true;
  }
  return false;
}

function holdsBinary(value: AttributeValue): boolean {
  if ("B" in value || "BS" in value) return true;
  if ("M" in value) return hasBinary(value.M);
  return "L" in value && value.L.some(holdsBinary);
}

/** `this[name]` is the member before Buffer's own toJSON has replaced it. */
function asBase64(this: Readonly<Record<string, unknown>>, name: string, member: unknown): unknown {
  const original = this[name];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : member;
}

function revived(item: Item): Item {
  const result = emptyItem();
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) result[name] = revivedValue(value);
  }
  return result;
}

function revivedValue(value: AttributeValue): AttributeValue {
  if ("B" in value) return { B: bytesOf(value.B) };
  if ("BS" in value) return { BS: value.BS.map(bytesOf) };
  if ("M" in value) return { M: revived(value.M) };
  if ("L" in value) return { L: value.L.map(revivedValue) };
  return value;
}

function bytesOf(base64: unknown): Uint8Array {
  return Uint8Array.from(Buffer.from(String(base64), "base64"));
}
