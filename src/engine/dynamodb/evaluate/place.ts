// One place inside an item, written or removed by copying what lies on the way; the item itself is never changed.
import type { PlainPath } from "../expression/bindings.ts";
import { invalid } from "../invalid.ts";
import { type AttributeValue, attributeOf, copyItem, type Item } from "../values/attribute-value.ts";

/** The item with the value at the path; an undefined value removes what is there. */
export function withValueAt(item: Item, path: PlainPath, value: AttributeValue | undefined): Item {
  const [name, ...rest] = path;
  const copy = copyItem(item);
  const key = String(name);
  const next = rest.length === 0 ? value : changed(attributeOf(item, key), rest, value);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** A SET needs the way there; a REMOVE of what lies on no way does nothing only when the first step is missing too. */
function changed(
  parent: AttributeValue | undefined,
  path: PlainPath,
  value: AttributeValue | undefined,
): AttributeValue {
  const [step, ...rest] = path;
  if (parent && typeof step === "string" && "M" in parent) return { M: withValueAt(parent.M, path, value) };
  if (!parent || typeof step !== "number" || !("L" in parent)) {
    return invalid("The document path provided in the update expression is invalid for update");
  }
  const list = [...parent.L];
  const next = rest.length === 0 ? value : changed(list[step], rest, value);
  // An index beyond the end appends ("Update expressions", "Adding elements to a list").
  if (next === undefined) list.splice(step, 1);
  else list[Math.min(step, list.length)] = next;
  return { L: list };
}
