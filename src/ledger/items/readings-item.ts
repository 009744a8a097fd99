// What was read of the cloud, kept beside the sync record: one text in parts that an item can hold, or none at all.
import { stableHash } from "../../core/json.ts";
import type { Item } from "../dynamo.ts";
import { READINGS_PREFIX, readingsKey } from "../keys.ts";
import { marshalItem, unmarshalItem } from "./attribute-value.ts";
import { PlainReader } from "./plain-reader.ts";

/** Another version of the text is another language: it is not read. */
const VERSION = 1;
/** An item ends at 400 KB (DynamoDB guide, quotas); the text is ASCII. */
const PART_LENGTH = 300_000;

export function readingsItems(text: string): readonly Item[] {
  const count = Math.max(1, Math.ceil(text.length / PART_LENGTH));
  const whole = stableHash(text);
  return Array.from({ length: count }, (_, part) => {
    const piece = text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH);
    return marshalItem({ ...readingsKey(part), version: VERSION, whole, count, part, text: piece });
  });
}

/** undefined where nothing was kept, where a part is of another writing (it was cut off, or two wrote at once), or damaged. */
export function readingsText(items: readonly Item[]): string | undefined {
  const parts = new Map(items.map(readPart).map((part) => [part.number("part"), part]));
  const first = parts.get(0);
  const count = first?.number("count") ?? 0;
  if (first?.number("version") !== VERSION || count < 1 || count > items.length) return undefined;
  const text = Array.from({ length: count }, (_, part) => parts.get(part)?.text("text") ?? "").join("");
  return stableHash(text) === first.text("whole") ? text : undefined;
}

const readPart = (item: Item): PlainReader => new PlainReader(unmarshalItem(item));

export const isReadingsItem = (item: Item): boolean => {
  const key = item["sk"];
  return key !== undefined && "S" in key && key.S.startsWith(READINGS_PREFIX);
};
