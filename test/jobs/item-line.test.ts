// A backup's lines: no item comes back as another than it was.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Item, itemToLine, lineToItem } from "../../jobs/backup/item-line.ts";

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.record({ S: fc.string() }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ NULL: fc.constant(true as const) }),
    fc.record({ B: fc.uint8Array() }),
    fc.record({ BS: fc.array(fc.uint8Array(), { minLength: 1 }) }),
    fc.record({ L: fc.array(tie("value")) }),
    fc.record({ M: fc.dictionary(fc.constantFrom("$bytes", "S", "B", "a"), tie("value")) }),
  ),
})).value;

describe("a line of a backup", () => {
  test("does not change an item, binary values and odd names included", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value, { noNullPrototype: true }), (item) => {
        const line = itemToLine(item as Item);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(lineToItem(line)).toEqual(JSON.parse(JSON.stringify(item, plain), revive));
      }),
    );
  });
});

/** Byte arrays survive JSON in the expectation by another way than the backup's. */
const plain = (_key: string, one: unknown) => (one instanceof Uint8Array ? { bytesOfExpectation: [...one] } : one);
const revive = (_key: string, one: unknown) => {
  const bytes = (one as { bytesOfExpectation?: number[] } | null)?.bytesOfExpectation;
  return Array.isArray(bytes) ? new Uint8Array(bytes) : one;
};
