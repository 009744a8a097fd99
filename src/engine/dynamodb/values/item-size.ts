// How many bytes DynamoDB counts for an item ("DynamoDB item sizes and formats").
import type { AttributeValue, Item } from "./attribute-value.ts";

export const LARGEST_ITEM = 400 * 1024;

export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += textSize(name) + valueSize(value);
  }
  return size;
}

function valueSize(value: AttributeValue): number {
  if ("S" in value) return textSize(value.S);
  if ("N" in value) return numberSize(value.N);
  if ("BOOL" in value || "NULL" in value) return 1;
  if ("B" in value) return value.B.length;
  if ("SS" in value) return value.SS.reduce((sum, text) => sum + textSize(text), 0);
  if ("NS" in value) return value.NS.reduce((sum, text) => sum + numberSize(text), 0);
  if ("BS" in value) return value.BS.reduce((sum, bytes) => sum + bytes.length, 0);
  if ("L" in value) return 3 + value.L.reduce((sum, element) => sum + 1 + valueSize(element), 0);
  return 3 + Object.keys(value.M).length + itemSize(value.M);
}

function textSize(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** Without zeros at either end: every digit counts. */
const SHORT_INTEGER = /^[1-9](?:\d*[1-9])?$/;

/** "Approximately 1 byte per two significant digits + 1 byte", and one more for a minus sign. */
function numberSize(text: string): number {
  if (SHORT_INTEGER.test(text)) return (text.length + 3) >> 1;
  const significant = text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
  return Math.ceil(significant.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}
