// An update expression applied to an item: every operand is read before anything is written.
import type { Bindings, PlainPath } from "../expression/bindings.ts";
import type { PathStep, Update } from "../expression/syntax.ts";
import { invalid } from "../invalid.ts";
import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { setElements } from "../values/equality.ts";
import { valueAt } from "./operand.ts";
import { withValueAt } from "./place.ts";
import { addedNumbers, checkSetTypes, pathsOfSet, setValue } from "./set-operand.ts";

interface Write {
  readonly path: PlainPath;
  readonly value: AttributeValue | undefined;
}

export function updatedPaths(update: Update, bindings: Bindings): PlainPath[] {
  const paths = [...update.set, ...update.add, ...update.delete].map(({ path }) => path);
  return [...paths, ...update.remove].map((path) => bindings.plain(path));
}

/** The paths that are only read: SET's operands. */
export function operandPaths(update: Update, bindings: Bindings): PlainPath[] {
  return update.set.flatMap(({ to }) => pathsOfSet(to)).map((path) => bindings.plain(path));
}

/** Values that no item could make right are refused before the condition is looked at. */
export function checkUpdateTypes(update: Update, bindings: Bindings): void {
  for (const { to } of update.set) checkSetTypes(to, bindings);
  for (const { value } of update.add) {
    const type = typeOf(bindings.value(value));
    if (!["N", "SS", "NS", "BS"].includes(type)) wrongType("ADD", type);
  }
  for (const { value } of update.delete) {
    const type = typeOf(bindings.value(value));
    if (!["SS", "NS", "BS"].includes(type)) wrongType("DELETE", type);
  }
}

export function applyUpdate(update: Update, item: Item, bindings: Bindings): Item {
  const sets: Write[] = update.set.map(({ path, to }) => ({
    path: bindings.plain(path),
    value: setValue(to, item, bindings),
  }));
  const adds: Write[] = update.add.map(({ path, value }) => ({
    path: bindings.plain(path),
    value: added(valueAt(path, item, bindings), bindings.value(value)),
  }));
  const deletes = update.delete.flatMap(({ path, value }): Write[] => {
    const before = valueAt(path, item, bindings);
    if (path.length > 1 && !canHold(valueAt(path.slice(0, -1), item, bindings), path.at(-1))) missing();
    return before ? [{ path: bindings.plain(path), value: without(before, bindings.value(value)) }] : [];
  });
  const removes = update.remove
    .filter((path) => path.length === 1 || valueAt(path.slice(0, -1), item, bindings) !== undefined || missing())
    .map((path): Write => ({ path: bindings.plain(path), value: undefined }));
  const writes = [...sets.sort(byPath), ...adds, ...deletes, ...removes.sort((a, b) => byPath(b, a))];
  return writes.reduce((before, { path, value }) => withValueAt(before, path, value), item);
}

/** A list has indexes, a map has names; nothing else has parts. */
function canHold(parent: AttributeValue | undefined, step: PathStep | undefined): boolean {
  return parent !== undefined && step !== undefined && ("index" in step ? "L" : "M") in parent;
}

function missing(): never {
  return invalid("The document path provided in the update expression is invalid for update");
}

/** List elements are set from the front (each append in turn) and removed from the back (no index shifts). */
function byPath(a: Write, b: Write): number {
  for (const [at, step] of a.path.entries()) {
    const other = b.path[at];
    if (typeof step === "number" && typeof other === "number" && step !== other) return step - other;
    if (step !== other) return 0;
  }
  return 0;
}

/** ADD: a sum, or a union of sets; what is absent counts as 0 or as an empty set. */
function added(before: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!before) return value;
  if ("N" in before && "N" in value) return addedNumbers(before.N, value.N);
  if ("SS" in before && "SS" in value) return { SS: [...new Set([...before.SS, ...value.SS])] };
  if ("NS" in before && "NS" in value) return { NS: [...new Set([...before.NS, ...value.NS])] };
  if ("BS" in before && "BS" in value) {
    const known = new Set(setElements(before));
    return { BS: [...before.BS, ...value.BS.filter((bytes) => !known.has(Buffer.from(bytes).toString("base64")))] };
  }
  return invalid("An operand in the update expression has an incorrect data type");
}

/** DELETE: a difference of sets; a set that would be empty goes altogether, since there are no empty sets. */
function without(before: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const gone = new Set(setElements(value));
  if (typeOf(before) !== typeOf(value)) invalid("An operand in the update expression has an incorrect data type");
  if ("SS" in before)
    return orNothing(
      before.SS.filter((text) => !gone.has(text)),
      (SS) => ({ SS }),
    );
  if ("NS" in before)
    return orNothing(
      before.NS.filter((text) => !gone.has(text)),
      (NS) => ({ NS }),
    );
  if (!("BS" in before)) return before;
  const left = before.BS.filter((bytes) => !gone.has(Buffer.from(bytes).toString("base64")));
  return orNothing(left, (BS) => ({ BS }));
}

function orNothing<T>(left: readonly T[], make: (left: readonly T[]) => AttributeValue): AttributeValue | undefined {
  return left.length > 0 ? make(left) : undefined;
}

/** These two sections alone have the types' long names in their message. */
const LONG_NAMES: Readonly<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
  L: "LIST",
  M: "MAP",
};

function wrongType(operator: string, type: AttributeType): never {
  return invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${LONG_NAMES[type]}`,
  );
}
