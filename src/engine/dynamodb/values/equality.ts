// Equality and order of attribute values, as comparisons in expressions see them.
import { type AttributeValue, attributeOf, type Item, typeOf } from "./attribute-value.ts";
import { compareNumbers } from "./decimal.ts";

/** Values of different types are never equal; sets have no order; numbers are equal by worth. */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  if ("S" in a) return "S" in b && a.S === b.S;
  if ("N" in a) return "N" in b && compareNumbers(a.N, b.N) === 0;
  if ("BOOL" in a) return "BOOL" in b && a.BOOL === b.BOOL;
  if ("NULL" in a) return "NULL" in b;
  if ("B" in a) return "B" in b && Buffer.compare(a.B, b.B) === 0;
  if ("M" in a) return "M" in b && equalMaps(a.M, b.M);
  if ("L" in a) return "L" in b && equalLists(a.L, b.L);
  return typeOf(a) === typeOf(b) && equalSets(a, b);
}

/** Negative, zero or positive; undefined when the two have no order (types differ, or are not S, N or B). */
export function orderOf(a: AttributeValue, b: AttributeValue): number | undefined {
  if ("S" in a && "S" in b) return compareText(a.S, b.S);
  if ("N" in a && "N" in b) return compareNumbers(a.N, b.N);
  if ("B" in a && "B" in b) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** What a set holds, as texts that are equal when the elements are. */
export function setElements(value: AttributeValue): readonly string[] | undefined {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  if ("BS" in value) return value.BS.map((bytes) => Buffer.from(bytes).toString("base64"));
  return undefined;
}

/** By UTF-8 bytes, which differs from UTF-16's order only where surrogates are. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

function equalMaps(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const left = a[name];
    const right = attributeOf(b, name);
    return left !== undefined && right !== undefined && equalValues(left, right);
  });
}

function equalLists(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return (
    a.length === b.length &&
    a.every((left, index) => {
      const right = b[index];
      return right !== undefined && equalValues(left, right);
    })
  );
}

function equalSets(a: AttributeValue, b: AttributeValue): boolean {
  const left = setElements(a) ?? [];
  const right = new Set(setElements(b) ?? []);
  return left.length === right.size && left.every((element) => right.has(element));
}
