// Event patterns (EventBridge User Guide, creating event patterns): read once, then asked of events.
import { invalidPattern } from "./invalid-pattern.ts";
import { isRecord, type ValueTest, valueTest } from "./value-test.ts";

/** Whether an event, or a part of one, is what the pattern describes. */
export type EventTest = (event: unknown) => boolean;

/** Throws InvalidEventPatternException for what is no pattern. */
export function parseEventPattern(text: string): EventTest {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern("Event pattern is not valid JSON");
  }
  if (!isRecord(pattern)) throw invalidPattern("Filter is not an object");
  return objectTest(pattern);
}

/** All fields must hold; of `$or`'s alternatives one. */
function objectTest(pattern: Record<string, unknown>): EventTest {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern("Empty objects are not allowed");
  const tests = entries.map(([name, value]): EventTest => {
    if (name === "$or" && isAlternatives(value)) {
      const alternatives = value.map(objectTest);
      return (event) => alternatives.some((test) => test(event));
    }
    const test = fieldTest(name, value);
    return (event) => test(isRecord(event) && Object.hasOwn(event, name) ? event[name] : undefined);
  });
  return (event) => tests.every((test) => test(event));
}

/** Any other `$or` is a field of that name. */
function isAlternatives(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length >= 2 && value.every(isRecord) && !value.every(isOperator);
}

const OPERATORS = ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr"];
const isOperator = (value: Record<string, unknown>) => Object.keys(value).every((key) => OPERATORS.includes(key));

function fieldTest(name: string, pattern: unknown): EventTest {
  if (Array.isArray(pattern)) return leafTest(pattern);
  if (!isRecord(pattern)) throw invalidPattern(`"${name}" must be an object or an array`);
  const test = objectTest(pattern);
  // All fields of a nested pattern must hold in the same element of an array.
  return (value) => (Array.isArray(value) ? value.some((element) => test(element)) : test(value));
}

function leafTest(elements: readonly unknown[]): EventTest {
  if (elements.length === 0) throw invalidPattern("Empty arrays are not allowed");
  const tests: ValueTest[] = [];
  let matchesAbsent = false;
  for (const element of elements) {
    if (isRecord(element) && "exists" in element) {
      if (typeof element["exists"] !== "boolean")
        throw invalidPattern("exists match pattern must be either true or false.");
      if (element["exists"]) tests.push(() => true);
      else matchesAbsent = true;
    } else tests.push(valueTest(element));
  }
  return (value) => {
    const leaves = leavesOf(value);
    return leaves.length === 0 ? matchesAbsent : leaves.some((leaf) => tests.some((test) => test(leaf)));
  };
}

/** An array stands for each of its elements; objects and nothing at all are no leaves. */
function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isRecord(value) ? [] : [value];
}
