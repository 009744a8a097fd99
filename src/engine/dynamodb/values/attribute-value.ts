// DynamoDB's typed values, as the service model has them once decoded.

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: boolean }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** Made without a prototype wherever names come from a caller: `__proto__` is an attribute name like any other. */
export interface Item {
  readonly [attribute: string]: AttributeValue;
}
export type MutableItem = { [attribute: string]: AttributeValue };

export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";
export type KeyType = "S" | "N" | "B";

export const ATTRIBUTE_TYPES: readonly AttributeType[] = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];

/** The one member an accepted value has. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError("an attribute value without a type");
}

/** What the item itself has under the name; never what objects inherit. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

export function emptyItem(): MutableItem {
  return Object.create(null) as MutableItem;
}

/** A copy of the top level: values are never changed in place, so sharing them is safe. */
export function copyItem(item: Item): MutableItem {
  const copy = emptyItem();
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}
