// One element of a pattern's array: a literal or an operator, as a test of one value of the event.
import { cidrTest } from "./cidr.ts";
import { invalidPattern } from "./invalid-pattern.ts";
import { numericTest } from "./numeric.ts";
import { wildcardTest } from "./wildcard.ts";

export type ValueTest = (value: unknown) => boolean;
type TextTest = (text: string) => boolean;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const onText =
  (test: TextTest): ValueTest =>
  (value) =>
    typeof value === "string" && test(value);

export function valueTest(element: unknown): ValueTest {
  if (Array.isArray(element)) throw invalidPattern("Match value must be String, number, true, false, or null");
  if (!isRecord(element)) return (value) => value === element;
  const [operator, operand] = onlyEntry(element);
  switch (operator) {
    case "anything-but":
      return anythingBut(operand);
    case "numeric":
      return numericTest(operand);
    case "cidr":
      return onText(cidrTest(text(operator, operand)));
    default:
      return onText(textTest(operator, operand));
  }
}

/** The operators on text, which may also stand below anything-but. */
function textTest(operator: string, operand: unknown): TextTest {
  switch (operator) {
    case "prefix":
      return endTest(operator, operand, (value, end) => value.startsWith(end));
    case "suffix":
      return endTest(operator, operand, (value, end) => value.endsWith(end));
    case "equals-ignore-case": {
      const wanted = text(operator, operand).toLowerCase();
      return (value) => value.toLowerCase() === wanted;
    }
    case "wildcard":
      return wildcardTest(text(operator, operand));
    default:
      throw invalidPattern(`Unrecognized match type ${operator}`);
  }
}

function endTest(operator: string, operand: unknown, has: (value: string, end: string) => boolean): TextTest {
  if (!isRecord(operand)) {
    const end = text(operator, operand);
    return (value) => has(value, end);
  }
  const [inner, end] = onlyEntry(operand);
  if (inner !== "equals-ignore-case") throw invalidPattern(`Unsupported operator ${inner} within ${operator}`);
  const wanted = text(inner, end).toLowerCase();
  return (value) => has(value.toLowerCase(), wanted);
}

function anythingBut(operand: unknown): ValueTest {
  if (isRecord(operand)) {
    const [operator, inner] = onlyEntry(operand);
    const tests = (Array.isArray(inner) ? inner : [inner]).map((one) => onText(textTest(operator, one)));
    if (tests.length === 0) throw invalidPattern("Empty arrays are not allowed");
    return (value) => !tests.some((test) => test(value));
  }
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  const kinds = new Set(excluded.map((one) => typeof one));
  if (kinds.size !== 1 || !(kinds.has("string") || kinds.has("number"))) {
    throw invalidPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  }
  return (value) => !excluded.includes(value);
}

function onlyEntry(operator: Record<string, unknown>): [string, unknown] {
  const [entry, ...more] = Object.entries(operator);
  if (!entry || more.length > 0) throw invalidPattern("Only one key allowed in match expression");
  return entry;
}

function text(operator: string, operand: unknown): string {
  if (typeof operand !== "string") throw invalidPattern(`${operator} match pattern must be a string`);
  if (operand === "" && operator !== "equals-ignore-case") throw invalidPattern(`Null ${operator} not allowed`);
  return operand;
}
