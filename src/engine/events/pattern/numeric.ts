// The numeric operator: one comparison, or a lower and an upper bound.
import { invalidPattern } from "./invalid-pattern.ts";

const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

export function numericTest(comparison: unknown): (value: unknown) => boolean {
  if (!Array.isArray(comparison)) throw invalidPattern("Value of numeric must be an array.");
  const [first, firstBound, second, secondBound, ...more] = comparison;
  const tests = [testOf(first, firstBound)];
  if (second !== undefined) {
    const isRange = /^>/.test(String(first)) && /^</.test(String(second));
    if (!isRange || more.length > 0) throw invalidPattern("Bad numeric range: a lower bound, then an upper bound.");
    tests.push(testOf(second, secondBound));
    if (!(firstBound < secondBound)) throw invalidPattern("Bottom must be less than top");
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function testOf(operator: unknown, bound: unknown): (value: number) => boolean {
  const compare = typeof operator === "string" && Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined;
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${String(operator)}`);
  if (typeof bound !== "number") throw invalidPattern(`Value of ${String(operator)} must be numeric`);
  return (value) => compare(value, bound);
}
