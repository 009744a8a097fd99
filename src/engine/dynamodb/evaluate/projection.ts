// The part of an item that a list of paths names, nested as it was; list elements close up.
import type { PlainPath } from "../expression/bindings.ts";
import { type AttributeValue, attributeOf, emptyItem, type Item, type MutableItem } from "../values/attribute-value.ts";

/** A tree of the wanted steps: a leaf takes all below it. */
interface Selection {
  readonly below: ReadonlyMap<string | number, Selection>;
}

interface Growing {
  readonly below: Map<string | number, Growing>;
}

export function selectionOf(paths: readonly PlainPath[]): Selection {
  const root: Growing = { below: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.below.get(step) ?? { below: new Map() };
      at.below.set(step, next);
      at = next;
    }
  }
  return root;
}

export function project(item: Item, selection: Selection): MutableItem {
  const result = emptyItem();
  for (const [name, inner] of selection.below) {
    const value = typeof name === "string" ? attributeOf(item, name) : undefined;
    const part = value && projectValue(value, inner);
    if (part) result[String(name)] = part;
  }
  return result;
}

function projectValue(value: AttributeValue, { below }: Selection): AttributeValue | undefined {
  if (below.size === 0) return value;
  if ("M" in value) {
    const part = project(value.M, { below });
    return Object.keys(part).length > 0 ? { M: part } : undefined;
  }
  if (!("L" in value)) return undefined;
  const parts = value.L.flatMap((element, index) => {
    const inner = below.get(index);
    const part = inner && projectValue(element, inner);
    return part ? [part] : [];
  });
  return parts.length > 0 ? { L: parts } : undefined;
}
