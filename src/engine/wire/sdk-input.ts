// An operation's input as AWS's SDKs name it: every member in the body, each with a capital first letter, bytes as plain text.
import { ServiceError } from "../service.ts";
import type { Members } from "./message.ts";
import { type Model, type Shape, type ShapeReference, shapeOf } from "./model.ts";
import { readerOf } from "./protocols/json-reader.ts";

/** Throws SerializationException for a wrong type, ValidationException for a member that the operation has not. */
export function readSdkInput(model: Model, reference: ShapeReference | undefined, value: unknown): Members {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new ServiceError(
      "SerializationException",
      "The input must be a JSON object with the operation's parameters.",
    );
  }
  return readStructure(model, shapeOf(model, reference), value as Members);
}

function readStructure(model: Model, shape: Shape, value: Members): Members {
  const byName = new Map(Object.keys(shape.members ?? {}).map((name) => [capitalised(name), name]));
  const result: Members = {};
  for (const [key, item] of Object.entries(value)) {
    const name = byName.get(key);
    const member = name === undefined ? undefined : shape.members?.[name];
    if (name === undefined || !member) throw unknown(key, [...byName.keys()]);
    if (item !== null) result[name] = readValue(model, member, item);
  }
  return result;
}

function readValue(model: Model, reference: ShapeReference, value: unknown): unknown {
  const shape = shapeOf(model, reference);
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  if (shape.type === "structure" && isObject) return readStructure(model, shape, value as Members);
  if (shape.type === "list" && shape.member && Array.isArray(value)) {
    const { member } = shape;
    return value.map((item) => (item === null ? null : readValue(model, member, item)));
  }
  if (shape.type === "map" && shape.value && isObject) {
    const inner = shape.value;
    const entries = Object.entries(value as Members);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, item === null ? null : readValue(model, inner, item)]),
    );
  }
  if (shape.type === "blob" && typeof value === "string") return new Uint8Array(Buffer.from(value, "utf8"));
  // A scalar, or what is no value of the shape: that is told there.
  return readerOf(model, shape, "member")(value);
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function unknown(key: string, names: readonly string[]): ServiceError {
  const known = names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`;
  return new ServiceError("ValidationException", `Unknown parameter ${JSON.stringify(key)}: ${known}.`);
}
