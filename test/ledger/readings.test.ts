// What is kept of earlier readings must come back whole or not at all.
import { describe, expect, test } from "vitest";
import { decodeReadings, encodeReadings, NO_READINGS, type Readings } from "../../src/aws/observe/readings.ts";
import type { Item } from "../../src/ledger/dynamo.ts";
import { readingsItems, readingsText } from "../../src/ledger/items/readings-item.ts";

const text = (seed: string) => Array.from({ length: 70_000 }, (_, index) => `${seed}${index}`).join(".");
const changed = (item: Item | undefined, part: Item): Item => ({ ...item, ...part });

describe("a kept text", () => {
  const items = readingsItems(text("a"));

  test("does not come back different, in whatever order its parts are found, none above what an item holds", () => {
    expect(items.length).toBeGreaterThan(1);
    expect(readingsText(items.toReversed())).toBe(text("a"));
    for (const item of items) expect(JSON.stringify(item).length).toBeLessThan(400_000);
  });

  test("does not come back when a part is missing, of another writing, of another version or damaged", () => {
    const other = readingsItems(text("b"));
    const [first, ...rest] = items;
    expect(readingsText([])).toBeUndefined();
    expect(readingsText(rest)).toBeUndefined();
    expect(readingsText(items.slice(0, -1))).toBeUndefined();
    expect(readingsText([...other.slice(0, 1), ...rest])).toBeUndefined();
    expect(readingsText([...items.slice(0, 1), ...other.slice(1)])).toBeUndefined();
    expect(readingsText([changed(first, { version: { N: "2" } }), ...rest])).toBeUndefined();
    expect(readingsText([changed(first, { text: { S: "x" } }), ...rest])).toBeUndefined();
    expect(readingsText([changed(first, { count: { N: "1e9" } }), ...rest])).toBeUndefined();
  });

  test("is not spoilt by what a longer one left behind", () => {
    const short = readingsItems("short");
    expect(readingsText([...short, ...items.slice(1)])).toBe("short");
  });
});

describe("readings", () => {
  const readings: Readings = {
    schedules: new Map([["arn:aws:scheduler:…/a", { modifiedAt: 1_777_000_000_123, hash: "f00d" }]]),
    details: new Map([
      ["function/f", { readAt: 1_777_000_000_000, hash: "beef", revision: "r-1" }],
      ["queue/q", { readAt: 1_777_000_000_000, hash: "cafe", revision: undefined }],
    ]),
  };

  test("do not come back different", () => {
    expect(decodeReadings(encodeReadings(readings))).toEqual(readings);
  });

  test.each([
    undefined,
    "",
    "no base64 ☃",
    Buffer.from("{}").toString("base64"),
    encodeReadings(readings).slice(0, -9),
  ])("are not made of something else: %s", (kept) => {
    expect(decodeReadings(kept)).toEqual(NO_READINGS);
  });
});
