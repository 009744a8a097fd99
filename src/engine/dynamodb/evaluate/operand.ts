// What a path or an operand stands for in one item.
import type { Bindings } from "../expression/bindings.ts";
import type { Operand, Path } from "../expression/syntax.ts";
import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";

/** The value at the path; undefined when the item has none there. */
export function valueAt(path: Path, item: Item, bindings: Bindings): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item } as AttributeValue;
  for (const step of path) {
    if (value === undefined) return undefined;
    if ("index" in step) value = "L" in value ? value.L[step.index] : undefined;
    else value = "M" in value ? attributeOf(value.M, bindings.name(step)) : undefined;
  }
  return value;
}

export function operandValue(operand: Operand, item: Item, bindings: Bindings): AttributeValue | undefined {
  if (operand.kind === "path") return valueAt(operand.path, item, bindings);
  if (operand.kind === "value") return bindings.value(operand.placeholder);
  const of = operandValue(operand.of, item, bindings);
  const size = of && sizeOf(of);
  return size === undefined ? undefined : { N: String(size) };
}

/** The size function: characters count as UTF-8 bytes, collections by their elements; numbers and the rest have none. */
function sizeOf(value: AttributeValue): number | undefined {
  if ("S" in value) return Buffer.byteLength(value.S, "utf8");
  if ("B" in value) return value.B.length;
  if ("SS" in value) return value.SS.length;
  if ("NS" in value) return value.NS.length;
  if ("BS" in value) return value.BS.length;
  if ("L" in value) return value.L.length;
  if ("M" in value) return Object.keys(value.M).length;
  return undefined;
}
