// An item's key: checked against the schema, and as the bytes it is stored under.
import { invalid } from "../invalid.ts";
import { type KeyAttribute, type KeySchema, keyNames } from "../tables/table.ts";
import { acceptValue } from "../values/accepted-value.ts";
import {
  type AttributeValue,
  attributeOf,
  emptyItem,
  type Item,
  type MutableItem,
  typeOf,
} from "../values/attribute-value.ts";
import { keyBytes, partitionBytes } from "../values/key-bytes.ts";

export interface KeyBytes {
  readonly pk: Uint8Array;
  readonly sk: Uint8Array;
}

const NO_RANGE = new Uint8Array(0);
/** Constraints in DynamoDB, "Partition keys and sort keys". */
const LONGEST_HASH = 2048;
const LONGEST_RANGE = 1024;

/** The bytes of a key whose attributes are known to be there and of the right types. */
export function keyBytesOf(key: KeySchema, item: Item): KeyBytes {
  const hash = attributeOf(item, key.hash.name);
  const range = key.range && attributeOf(item, key.range.name);
  if (!hash) throw new TypeError(`an item without its key ${key.hash.name}`);
  return { pk: partitionBytes(hash), sk: range ? keyBytes(range) : NO_RANGE };
}

/** A request's `Key`: exactly the schema's attributes. */
export function acceptKey(key: KeySchema, given: Item): MutableItem {
  const names = keyNames(key);
  if (Object.keys(given).length !== names.length) mismatch();
  const accepted = emptyItem();
  for (const attribute of key.range ? [key.hash, key.range] : [key.hash]) {
    const value = attributeOf(given, attribute.name) ?? mismatch();
    const normal = acceptValue(value);
    if (typeOf(normal) !== attribute.type) mismatch();
    accepted[attribute.name] = normal;
  }
  checkKeySizes(key, accepted);
  return accepted;
}

/** A whole item's key attributes, as PutItem words what is wrong with them. */
export function checkItemKey(key: KeySchema, item: Item): void {
  for (const { name, type } of key.range ? [key.hash, key.range] : [key.hash]) {
    const value = attributeOf(item, name) ?? bad(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) bad(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
  }
  checkKeySizes(key, item);
}

/** The copy of the key that an index or a page token needs. */
export function keyOf(keys: readonly KeySchema[], item: Item): MutableItem {
  const picked = emptyItem();
  for (const key of keys) {
    for (const name of keyNames(key)) {
      const value = attributeOf(item, name);
      if (value) picked[name] = value;
    }
  }
  return picked;
}

export function checkIndexKey(indexName: string, { name, type }: KeyAttribute, value: AttributeValue): void {
  if (typeOf(value) !== type) {
    bad(`Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`);
  }
  if (keyBytes(value).length > 0) return;
  const kind = type === "B" ? "binary" : "string";
  invalid(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${name}`,
  );
}

function checkKeySizes(key: KeySchema, item: Item): void {
  checkLength(
    key.hash,
    item,
    LONGEST_HASH,
    `Size of hashkey has exceeded the maximum size limit of${LONGEST_HASH} bytes`,
  );
  if (!key.range) return;
  checkLength(
    key.range,
    item,
    LONGEST_RANGE,
    `Aggregated size of all range keys has exceeded the size limit of ${LONGEST_RANGE} bytes`,
  );
}

function checkLength({ name, type }: KeyAttribute, item: Item, longest: number, tooLong: string): void {
  const value = attributeOf(item, name);
  if (!value || type === "N") return;
  const { length } = keyBytes(value);
  if (length > longest) bad(tooLong);
  if (length > 0) return;
  invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "B" ? "binary" : "string"} value. Key: ${name}`,
  );
}

function mismatch(): never {
  return invalid("The provided key element does not match the schema");
}

function bad(detail: string): never {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}
