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

/** What each broken constraint says, in the order length, value, pattern. */
export function brokenConstraints(shape: Shape, value: unknown): string[] {
  const broken: string[] = [];
  const { min, max } = shape;
  if (typeof value === "number") {
    if (max !== undefined && value > max) broken.push(`Member must have value less than or equal to ${max}`);
    if (min !== undefined && value < min) broken.push(`Member must have value greater than or equal to ${min}`);
  } else {
    const length = lengthOf(value);
    if (max !== undefined && length > max) broken.push(`Member must have length less than or equal to ${max}`);
    if (min !== undefined && length < min) broken.push(`Member must have length greater than or equal to ${min}`);
  }
  if (typeof value === "string") broken.push(...brokenText(shape, value));
  return broken;
}

function brokenText(shape: Shape, value: string): string[] {
  if (shape.enum && !shape.enum.includes(value))
    return [`Member must satisfy enum value set: [${shape.enum.join(", ")}]`];
  if (shape.pattern !== undefined && patternOf(shape.pattern)?.test(value) === false) {
    return [`Member must satisfy regular expression pattern: ${shape.pattern}`];
  }
  return [];
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value !== null && typeof value === "object" ? Object.keys(value).length : 0;
}
