// One value against its shape's constraints, in the words AWS uses for what is wrong with it.
import type { Shape } from "./model.ts";

const patterns = new Map<string, RegExp | undefined>();

/** Patterns are Java's and match the whole value; one that JavaScript cannot read is not checked. */
function patternOf(text: string): RegExp | undefined {
  if (!patterns.has(text)) patterns.set(text, compile(`^(?:${text})$`, "u") ?? compile(`^(?:${text})$`, ""));
  return patterns.get(text);
}

function compile(text: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(text, flags);
  } catch {
    return undefined;
  }
}

const UNBROKEN: readonly string[] = [];

/** Most shapes ask nothing, and every value of every request comes by here. */
export function isConstrained({ max, min, enum: values, pattern }: Shape): boolean {
  return max !== undefined || min !== undefined || values !== undefined || pattern !== undefined;
}

/** What each broken constraint says, in the order length, value, pattern. */
export function brokenConstraints(shape: Shape, value: unknown): readonly string[] {
  if (!isConstrained(shape)) return UNBROKEN;
  const broken: string[] = [];
  const size = typeof value === "number" ? value : lengthOf(value);
  if (shape.max !== undefined && size > shape.max) broken.push(mostText(shape));
  if (shape.min !== undefined && size < shape.min) broken.push(leastText(shape));
  if (typeof value === "string") broken.push(...brokenText(shape, value));
  return broken;
}

/** Everything the shape asks, as AWS repeats it where an item of a list or a map breaks any part of it. */
export function allConstraints(shape: Shape): string {
  const texts = [
    ...(shape.max === undefined ? [] : [mostText(shape)]),
    ...(shape.min === undefined ? [] : [leastText(shape)]),
    ...(shape.enum === undefined ? [] : [enumText(shape.enum)]),
    ...(shape.pattern === undefined ? [] : [patternText(shape.pattern)]),
  ];
  return `[${texts.join(", ")}]`;
}

const NUMBERS: readonly string[] = ["integer", "long", "float", "double"];

/** `value` of numbers, `length` of everything else. */
function measureOf(shape: Shape): string {
  return NUMBERS.includes(shape.type) ? "value" : "length";
}

const mostText = (shape: Shape) => `Member must have ${measureOf(shape)} less than or equal to ${shape.max}`;
const leastText = (shape: Shape) => `Member must have ${measureOf(shape)} greater than or equal to ${shape.min}`;
const enumText = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(", ")}]`;
const patternText = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;

function brokenText(shape: Shape, value: string): string[] {
  if (shape.enum && !shape.enum.includes(value)) return [enumText(shape.enum)];
  if (shape.pattern !== undefined && patternOf(shape.pattern)?.test(value) === false) {
    return [patternText(shape.pattern)];
  }
  return [];
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value !== null && typeof value === "object" ? Object.keys(value).length : 0;
}
