// Values under random attack: the order of keys as bytes, exact sums, and items that come back as they were.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AttributeValue, Item } from "../../../../src/engine/dynamodb/values/attribute-value.ts";
import {
  addDecimals,
  compareDecimals,
  decimalOf,
  formatDecimal,
} from "../../../../src/engine/dynamodb/values/decimal.ts";
import { equalValues, orderOf } from "../../../../src/engine/dynamodb/values/equality.ts";
import { afterPrefix, keyBytes, segmentBounds } from "../../../../src/engine/dynamodb/values/key-bytes.ts";
import { packItem, unpackItem } from "../../../../src/engine/dynamodb/values/stored-item.ts";

const digits = fc.tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }));
/** Up to 38 digits, anywhere from 1E-130 up: written so that the point lies inside, before or after the digits. */
const number = fc
  .tuple(digits, fc.integer({ min: -92, max: 88 }))
  .map(([[sign, mantissa], exponent]) => `${sign}${mantissa}e${mantissa === 0n ? 0 : exponent}`);
const near = fc
  .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -2, max: 2 }))
  .map(([mantissa, exponent]) => `${mantissa}e${exponent}`);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "b", "\u{1f3ee}", "\uffff") }),
);
const bytes = fc.uint8Array({ maxLength: 6 });

/** The number as a whole multiple of 10^-130: slow, and obviously right. */
function whole(written: string): bigint {
  const [mantissa = "0", exponent = "0"] = written.split("e");
  return BigInt(mantissa) * 10n ** BigInt(Number(exponent) + 130);
}
const signOf = (difference: bigint | number) => (difference < 0 ? -1 : difference > 0 ? 1 : 0);

test("the bytes of two numbers never have another order than the numbers", () => {
  fc.assert(
    fc.property(fc.oneof(number, near), fc.oneof(number, near), (a, b) => {
      const byWorth = signOf(whole(a) - whole(b));
      expect(Buffer.compare(keyBytes({ N: a }), keyBytes({ N: b }))).toBe(byWorth);
      expect(signOf(compareDecimals(decimalOf(a), decimalOf(b)))).toBe(byWorth);
    }),
  );
});

test("the bytes of two texts or binaries never have another order than a comparison of the values", () => {
  const pair = fc.oneof(
    fc.tuple(text, text).map(([a, b]): [AttributeValue, AttributeValue] => [{ S: a }, { S: b }]),
    fc.tuple(bytes, bytes).map(([a, b]): [AttributeValue, AttributeValue] => [{ B: a }, { B: b }]),
  );
  fc.assert(
    fc.property(pair, ([a, b]) => {
      expect(signOf(orderOf(a, b) ?? Number.NaN)).toBe(Buffer.compare(keyBytes(a), keyBytes(b)));
    }),
  );
});

test("a prefix's end never lies before, or beyond, what starts with the prefix", () => {
  fc.assert(
    fc.property(bytes, bytes, (prefix, other) => {
      const end = afterPrefix(prefix);
      const starts = Buffer.compare(other.subarray(0, prefix.length), prefix) === 0;
      const inRange = Buffer.compare(other, prefix) >= 0 && (end === undefined || Buffer.compare(other, end) < 0);
      expect(inRange).toBe(starts);
    }),
  );
});

test("a sum is never rounded", () => {
  fc.assert(
    fc.property(fc.oneof(number, near), fc.oneof(number, near), (a, b) => {
      const sum = addDecimals(decimalOf(a), decimalOf(b));
      if (typeof sum === "string") return;
      expect(sum.digits * 10n ** BigInt(sum.exponent + 130)).toBe(whole(a) + whole(b));
      expect(decimalOf(formatDecimal(sum))).toEqual(sum);
    }),
  );
});

test("segments never overlap and never leave a gap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (total) => {
      const bounds = Array.from({ length: total }, (_, segment) => segmentBounds(segment, total));
      expect(bounds[0]?.from).toEqual(Buffer.alloc(4));
      expect(bounds.at(-1)?.to).toBeUndefined();
      for (const [index, { to }] of bounds.entries()) expect(to).toEqual(bounds[index + 1]?.from);
    }),
  );
});

const name = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "S", "B"));
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text.map((S) => ({ S })),
    bytes.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.array(bytes, { minLength: 1, maxLength: 1 }).map((BS) => ({ BS })),
    fc.array(tie("value"), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }).map((M) => ({ M })),
  ),
}));

test("a stored item never comes back as another", () => {
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 4 }), (item: Item) => {
      const back = unpackItem(packItem(item));
      expect(equalValues({ M: back }, { M: item })).toBe(true);
      expect(Object.keys(back).sort()).toEqual(Object.keys(item).sort());
    }),
  );
});
