// Values from a caller, checked by DynamoDB's rules and brought to normal form: numbers plain, exactly one type each.

import { invalid } from "../invalid.ts";
import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValue, emptyItem, type Item } from "./attribute-value.ts";
import { type DecimalProblem, normalNumber } from "./decimal.ts";

/** Constraints in DynamoDB, "Nested attributes". */
const DEEPEST = 32;

const NUMBER_PROBLEMS: Record<DecimalProblem, (text: string) => string> = {
  "not-a-number": (text) => `The parameter cannot be converted to a numeric value: ${text}`,
  "too-many-digits": () => "Attempting to store more than 38 significant digits in a Number",
  overflow: () => "Number overflow. Attempting to store a number with magnitude larger than supported range",
  underflow: () => "Number underflow. Attempting to store a number with magnitude smaller than supported range",
};

export function acceptItem(item: Item, depth = 0): Item {
  const accepted = emptyItem();
  for (const [name, value] of Object.entries(item)) {
    if (name === "") invalid("One or more parameter values were invalid: An attribute name may not be empty");
    accepted[name] = acceptValue(value, depth);
  }
  return accepted;
}

export function acceptValue(value: AttributeValue, depth = 0): AttributeValue {
  if (depth > DEEPEST) invalid("Nesting Levels have exceeded supported limits");
  const types = Object.keys(value) as AttributeType[];
  const [type] = types;
  if (type === undefined || !ATTRIBUTE_TYPES.includes(type)) {
    invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (types.length > 1) {
    invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  if ("S" in value || "BOOL" in value || "B" in value) return value;
  if ("N" in value) return { N: acceptNumber(value.N) };
  if ("NULL" in value) {
    if (value.NULL !== true) bad("Null attribute value types must have the value of true");
    return value;
  }
  if ("M" in value) return { M: acceptItem(value.M, depth + 1) };
  if ("L" in value) return { L: value.L.map((element) => acceptValue(element, depth + 1)) };
  return acceptSet(value);
}

function acceptSet(
  value: Extract<AttributeValue, { SS: unknown } | { NS: unknown } | { BS: unknown }>,
): AttributeValue {
  if ("SS" in value) {
    if (value.SS.length === 0) bad("An string set  may not be empty");
    refuseDuplicates(value.SS, value.SS);
    return value;
  }
  if ("NS" in value) {
    if (value.NS.length === 0) bad("An number set  may not be empty");
    const NS = value.NS.map(acceptNumber);
    if (new Set(NS).size < NS.length) invalid("Input collection contains duplicates");
    return { NS };
  }
  if (value.BS.length === 0) bad("Binary sets should not be empty");
  const texts = value.BS.map((bytes) => Buffer.from(bytes).toString("base64"));
  refuseDuplicates(texts, texts);
  return value;
}

function refuseDuplicates(elements: readonly string[], shown: readonly string[]): void {
  if (new Set(elements).size < elements.length) bad(`Input collection [${shown.join(", ")}] contains duplicates.`);
}

function acceptNumber(text: string): string {
  const number = normalNumber(text);
  if ("text" in number) return number.text;
  return invalid(NUMBER_PROBLEMS[number.problem](text));
}

function bad(detail: string): never {
  invalid(`One or more parameter values were invalid: ${detail}`);
}
