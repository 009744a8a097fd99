// Decoded input against the model: required members, lengths, ranges, patterns, closed sets; all failures at once.
import { ServiceError } from "../service.ts";
import { allConstraints, brokenConstraints } from "./constraint.ts";
import type { Members } from "./message.ts";
import { type Model, membersOf, type Shape, type ShapeReference, shapeOf } from "./model.ts";
import { soundnessOf } from "./soundness.ts";

/** The code that each service gives its model's constraint failures. */
const CODES: Readonly<Record<string, string>> = {
  IAM: "ValidationError",
  STS: "ValidationError",
  SQS: "InvalidParameterValue",
  S3: "InvalidArgument",
  "CloudWatch Logs": "InvalidParameterException",
};

/** Throws the service's validation error; the text is `N validation errors detected: Value … at … failed …`. */
export function validate(model: Model, reference: ShapeReference | undefined, input: unknown): void {
  const shape = shapeOf(model, reference);
  if (soundnessOf(model, shape)(input)) return;
  const failures: string[] = [];
  checkStructure(model, shape, input as Members, "", failures);
  const first = failures[0];
  if (first === undefined) return;
  const code = CODES[model.metadata.serviceId] ?? "ValidationException";
  const missing = /^Value null at '(\w+)'/.exec(first)?.[1];
  if (model.metadata.serviceId === "SQS" && missing) {
    const name = missing.charAt(0).toUpperCase() + missing.slice(1);
    throw new ServiceError("MissingParameter", `The request must contain the parameter ${name}.`);
  }
  const count = failures.length === 1 ? "1 validation error" : `${failures.length} validation errors`;
  throw new ServiceError(code, `${count} detected: ${failures.join("; ")}`);
}

function fail(failures: string[], shown: string, path: string, rule: string): void {
  failures.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${rule}`);
}

/** Paths name members with a small first letter, as AWS's texts do. */
function pathOf(path: string, name: string): string {
  const step = name.charAt(0).toLowerCase() + name.slice(1);
  return path === "" ? step : `${path}.${step}`;
}

function checkStructure(model: Model, shape: Shape, value: Members, path: string, failures: string[]): void {
  for (const [name, member] of membersOf(shape)) {
    const item = value[name];
    const place = pathOf(path, name);
    if (item !== undefined) check(model, member, item, place, failures);
    else if (shape.required?.includes(name)) fail(failures, "null", place, "Member must not be null");
  }
}

function check(model: Model, reference: ShapeReference, value: unknown, path: string, failures: string[]): void {
  const shape = shapeOf(model, reference);
  for (const rule of brokenConstraints(shape, value)) fail(failures, shownValue(value), path, rule);
  checkInside(model, shape, value, path, failures);
}

function checkInside(model: Model, shape: Shape, value: unknown, path: string, failures: string[]): void {
  if (shape.type === "structure") checkStructure(model, shape, value as Members, path, failures);
  else if (shape.type === "list") checkList(model, shape, value as readonly unknown[], path, failures);
  else if (shape.type === "map") checkMap(model, shape, value as Members, path, failures);
}

function checkList(model: Model, shape: Shape, items: readonly unknown[], path: string, failures: string[]): void {
  const member = shapeOf(model, shape.member);
  if (items.some((item) => isBroken(member, item))) {
    fail(failures, shownValue(items), path, `Member must satisfy constraint: ${allConstraints(member)}`);
  }
  for (const [index, item] of items.entries()) {
    checkItem(model, shape.member, item, `${path}.${index + 1}.member`, failures);
  }
}

function checkMap(model: Model, shape: Shape, map: Members, path: string, failures: string[]): void {
  const [key, value] = [shapeOf(model, shape.key), shapeOf(model, shape.value)];
  if (Object.keys(map).some((name) => isBroken(key, name))) {
    fail(failures, shownValue(map), path, `Map keys must satisfy constraint: ${allConstraints(key)}`);
  }
  if (Object.values(map).some((item) => isBroken(value, item))) {
    fail(failures, shownValue(map), path, `Map value must satisfy constraint: ${allConstraints(value)}`);
  }
  for (const [name, item] of Object.entries(map)) {
    checkItem(model, shape.value, item, `${path}.${name}.member`, failures);
  }
}

function isBroken(shape: Shape, item: unknown): boolean {
  return item !== null && brokenConstraints(shape, item).length > 0;
}

/** An item's own constraints are told of its list or map; what is inside it is told at its place. */
function checkItem(
  model: Model,
  reference: ShapeReference | undefined,
  item: unknown,
  path: string,
  failures: string[],
): void {
  if (item === null) fail(failures, "null", path, "Member must not be null");
  else checkInside(model, shapeOf(model, reference), item, path, failures);
}

const LONGEST_SHOWN = 1_024;

function shownValue(value: unknown): string {
  const text = value instanceof Uint8Array ? `java.nio.HeapByteBuffer[cap=${value.length}]` : textOf(value);
  return `'${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}'`;
}

/** Structures, lists and maps as Java prints them. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (value === null || typeof value !== "object") return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${textOf(item)}`)
    .join(", ")}}`;
}
