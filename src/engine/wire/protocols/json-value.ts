// JSON bodies by shape: blobs are base64 outside and bytes inside, timestamps numbers of seconds on both sides.
import { ServiceError } from "../../service.ts";
import type { Members } from "../message.ts";
import { type Model, membersIn, membersOf, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { readTimestamp, type TimestampFormat, writeTimestamp } from "../timestamp.ts";

/** Whether members carry their `locationName` (rest-json) or always their own name (json). */
type Naming = "location" | "member";

const KINDS: Readonly<Record<string, string>> = {
  string: "STRING_VALUE",
  number: "NUMBER_VALUE",
  boolean: "BOOLEAN_VALUE",
};

function wrongType(value: unknown, wanted: string): ServiceError {
  const kind = Array.isArray(value) ? "START_ARRAY" : (KINDS[typeof value] ?? "START_OBJECT");
  return new ServiceError("SerializationException", `${kind} can not be converted to ${wanted}`);
}

export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch (error) {
    throw new ServiceError("SerializationException", `The body is not well-formed JSON: ${(error as Error).message}`);
  }
}

export function decodeJson(model: Model, reference: ShapeReference, value: unknown, naming: Naming): unknown {
  const shape = shapeOf(model, reference);
  switch (shape.type) {
    case "structure":
      return decodeStructure(model, shape, value, naming);
    case "list": {
      if (!Array.isArray(value)) throw wrongType(value, "a List");
      const member = shape.member as ShapeReference;
      return value.map((item) => (item === null ? null : decodeJson(model, member, item, naming)));
    }
    case "map": {
      const entries = Object.entries(objectOf(value, "a Map"));
      const target = shape.value as ShapeReference;
      return Object.fromEntries(
        entries.map(([key, item]) => [key, item === null ? null : decodeJson(model, target, item, naming)]),
      );
    }
    default:
      return decodeScalar(shape, value);
  }
}

function objectOf(value: unknown, wanted: string): Members {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongType(value, wanted);
  return value as Members;
}

/** Members that the shape has not are dropped, null is as if absent: as the services do. */
export function decodeStructure(model: Model, shape: Shape, value: unknown, naming: Naming): Members {
  const source = objectOf(value, "an Object");
  const result: Members = {};
  for (const [name, member] of naming === "member" ? membersIn(shape, source) : membersOf(shape)) {
    if (member.location) continue;
    const key = naming === "location" ? (member.locationName ?? name) : name;
    if (!Object.hasOwn(source, key)) continue;
    const item = source[key];
    if (item !== null && item !== undefined) result[name] = decodeJson(model, member, item, naming);
  }
  return result;
}

function decodeScalar(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "integer":
    case "long":
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, "an Integer");
      return value;
    case "float":
    case "double":
      if (typeof value !== "number") throw wrongType(value, "a Double");
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw wrongType(value, "a Boolean");
      return value;
    case "timestamp": {
      const seconds = readTimestamp(value);
      if (seconds === undefined) throw wrongType(value, "a Timestamp");
      return seconds;
    }
    case "blob":
      if (typeof value !== "string") throw wrongType(value, "a Blob");
      return decodeBase64(value);
    default:
      if (typeof value !== "string") throw wrongType(value, "a String");
      return value;
  }
}

function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new ServiceError("SerializationException", "Base64 encoded value contains a character outside its alphabet");
  }
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** Undefined and null members are left out; members the shape has not never leave the engine. */
export function encodeJson(model: Model, reference: ShapeReference, value: unknown, naming: Naming): unknown {
  const shape = shapeOf(model, reference);
  switch (shape.type) {
    case "structure":
      return encodeStructure(model, shape, value as Members, naming);
    case "list":
      return (value as readonly unknown[]).map((item) => encodeItem(model, shape.member, item, naming));
    case "map": {
      const entries = Object.entries(value as Members).filter(([, item]) => item !== undefined);
      return Object.fromEntries(entries.map(([key, item]) => [key, encodeItem(model, shape.value, item, naming)]));
    }
    case "timestamp":
      return writeTimestamp(Number(value), (shape.timestampFormat as TimestampFormat | undefined) ?? "unixTimestamp");
    case "blob":
      return typeof value === "string" ? value : Buffer.from(value as Uint8Array).toString("base64");
    default:
      return value;
  }
}

function encodeItem(model: Model, reference: ShapeReference | undefined, item: unknown, naming: Naming): unknown {
  return item === null || reference === undefined ? null : encodeJson(model, reference, item, naming);
}

export function encodeStructure(model: Model, shape: Shape, value: Members, naming: Naming): Members {
  const result: Members = {};
  for (const [name, member] of membersIn(shape, value)) {
    const item = value[name];
    if (item === undefined || item === null || member.location) continue;
    const key = naming === "location" ? (member.locationName ?? name) : name;
    result[key] = encodeJson(model, member, item, naming);
  }
  return result;
}
