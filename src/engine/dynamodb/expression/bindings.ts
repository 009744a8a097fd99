// The request's names and values behind the placeholders, checked before anything is evaluated.
import { invalid } from "../invalid.ts";
import { acceptValue } from "../values/accepted-value.ts";
import { type AttributeValue, attributeOf, emptyItem, type Item } from "../values/attribute-value.ts";
import type { ExpressionKind, Parsed, Path } from "./syntax.ts";

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** A path whose placeholders have become names. */
export type PlainPath = readonly (string | number)[];

export class Bindings {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Item;

  constructor(names: Readonly<Record<string, string>>, values: Item) {
    this.#names = names;
    this.#values = values;
  }

  value(placeholder: string): AttributeValue {
    const value = attributeOf(this.#values, placeholder);
    if (!value) throw new TypeError(`unchecked placeholder ${placeholder}`);
    return value;
  }

  name(step: { readonly name: string } | { readonly placeholder: string }): string {
    return "name" in step ? step.name : (this.#names[step.placeholder] ?? "");
  }

  plain(path: Path): PlainPath {
    return path.map((step) => ("index" in step ? step.index : this.name(step)));
  }
}

type Used = Partial<Record<ExpressionKind, Parsed<unknown> | undefined>>;

/** `expected` are the parameters the operation could have: a message lists them when values come without any. */
export function bind(input: Placeholders, expected: readonly ExpressionKind[], used: Used): Bindings {
  const names = input.ExpressionAttributeNames;
  const values = input.ExpressionAttributeValues;
  const given = expected.filter((kind) => used[kind]);
  if (names) {
    if (given.length === 0) invalid("ExpressionAttributeNames can only be specified when using expressions");
    checkPlaceholders("ExpressionAttributeNames", /^#[0-9a-zA-Z_]+$/, names);
  }
  if (values) {
    const carriers = expected.filter((kind) => kind !== "ProjectionExpression");
    if (!carriers.some((kind) => used[kind])) {
      const are = carriers.length > 1 ? "are" : "is";
      invalid(
        `ExpressionAttributeValues can only be specified when using expressions: ${carriers.join(" and ")} ${are} null`,
      );
    }
    checkPlaceholders("ExpressionAttributeValues", /^:[0-9a-zA-Z_]+$/, values);
  }
  const accepted = values ? acceptValues(values) : emptyItem();
  refuseUndefined(given, used, names ?? {}, accepted);
  refuseUnused(given, used, names ?? {}, accepted);
  return new Bindings(names ?? {}, accepted);
}

function acceptValues(values: Item): Item {
  const accepted = emptyItem();
  for (const [placeholder, value] of Object.entries(values)) accepted[placeholder] = acceptValue(value);
  return accepted;
}

function checkPlaceholders(parameter: string, form: RegExp, given: object): void {
  const keys = Object.keys(given);
  if (keys.length === 0) invalid(`${parameter} must not be empty`);
  const wrong = keys.find((key) => !form.test(key));
  if (wrong !== undefined) invalid(`${parameter} contains invalid key: Syntax error; key: "${wrong}"`);
}

function refuseUndefined(given: readonly ExpressionKind[], used: Used, names: object, values: object): void {
  for (const kind of given) {
    for (const name of used[kind]?.names ?? []) {
      if (!Object.hasOwn(names, name)) {
        invalid(
          `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${name}`,
        );
      }
    }
    for (const value of used[kind]?.values ?? []) {
      if (!Object.hasOwn(values, value)) {
        invalid(
          `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${value}`,
        );
      }
    }
  }
}

function refuseUnused(given: readonly ExpressionKind[], used: Used, names: object, values: object): void {
  const unused = (member: "names" | "values", all: object) =>
    Object.keys(all).filter((key) => !given.some((kind) => used[kind]?.[member].has(key)));
  const idleNames = unused("names", names);
  if (idleNames.length > 0) {
    invalid(`Value provided in ExpressionAttributeNames unused in expressions: keys: {${idleNames.join(", ")}}`);
  }
  const idleValues = unused("values", values);
  if (idleValues.length > 0) {
    invalid(`Value provided in ExpressionAttributeValues unused in expressions: keys: {${idleValues.join(", ")}}`);
  }
}
