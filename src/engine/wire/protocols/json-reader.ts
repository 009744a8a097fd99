// JSON bodies read by shape: blobs are base64 outside and bytes inside, timestamps are seconds. What reads a shape is made once.
import { ServiceError } from "../../service.ts";
import type { Members } from "../message.ts";
import { type Model, membersOf, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { readTimestamp } from "../timestamp.ts";

/** Whether members carry their `locationName` (rest-json) or always their own name (json). */
export type Naming = "location" | "member";

/** Throws SerializationException for a value of the wrong type. Gives back the value itself where there is nothing to turn. */
export type Reader = (value: unknown) => unknown;

const KINDS: Readonly<Record<string, string>> = {
  string: "STRING_VALUE",
  number: "NUMBER_VALUE",
  boolean: "BOOLEAN_VALUE",
};

function wrongType(value: unknown, wanted: string): ServiceError {
  const kind = Array.isArray(value) ? "START_ARRAY" : (KINDS[typeof value] ?? "START_OBJECT");
  return new ServiceError("SerializationException", `${kind} can not be converted to ${wanted}`);
}

const made = { location: new WeakMap<Shape, Reader>(), member: new WeakMap<Shape, Reader>() };

export function readerOf(model: Model, shape: Shape, naming: Naming): Reader {
  let reader = made[naming].get(shape);
  if (!reader) {
    reader = makeReader(model, shape, naming);
    made[naming].set(shape, reader);
  }
  return reader;
}

function makeReader(model: Model, shape: Shape, naming: Naming): Reader {
  if (shape.type === "structure") return structureReader(model, shape, naming);
  if (shape.type === "list") return listReader(innerReader(model, shape.member, naming));
  if (shape.type === "map") return mapReader(innerReader(model, shape.value, naming));
  return (value) => readScalar(shape, value);
}

/** Made at the first value: shapes hold themselves. */
function innerReader(model: Model, reference: ShapeReference | undefined, naming: Naming): Reader {
  let reader: Reader | undefined;
  return (value) => {
    reader ??= readerOf(model, shapeOf(model, reference), naming);
    return reader(value);
  };
}

function listReader(read: Reader): Reader {
  const readItem: Reader = (item) => (item === null ? null : read(item));
  return (value) => {
    if (!Array.isArray(value)) throw wrongType(value, "a List");
    const items = value.map(readItem);
    return items.every((item, index) => item === value[index]) ? value : items;
  };
}

function mapReader(read: Reader): Reader {
  return (value) => {
    const source = objectOf(value, "a Map");
    let isTurned = false;
    const entries = Object.keys(source).map((key) => {
      const item = source[key];
      const inner = item === null ? null : read(item);
      isTurned ||= inner !== item;
      return [key, inner] as const;
    });
    return isTurned ? Object.fromEntries(entries) : source;
  };
}

function objectOf(value: unknown, wanted: string): Members {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongType(value, wanted);
  return value as Members;
}

/** Members that the shape has not are dropped, null is as if absent: as the services do. */
function structureReader(model: Model, shape: Shape, naming: Naming): Reader {
  const inBody = membersOf(shape).filter(([, member]) => !member.location);
  const byKey = new Map(
    inBody.map(([name, member]) => {
      const key = naming === "location" ? (member.locationName ?? name) : name;
      return [key, { name, read: innerReader(model, member, naming) }];
    }),
  );
  return (value) => {
    const source = objectOf(value, "an Object");
    let result: Members | undefined;
    for (const key in source) {
      const item = source[key];
      const member = byKey.get(key);
      const isMember = member !== undefined && item !== null;
      const inner = isMember ? member.read(item) : undefined;
      if (isMember && inner === item && member.name === key && !result) continue;
      result ??= before(source, key);
      if (isMember) result[member.name] = inner;
    }
    return result ?? source;
  };
}

/** The members that come before this one. */
function before(source: Members, key: string): Members {
  const copy: Members = {};
  for (const each in source) {
    if (each === key) break;
    copy[each] = source[each];
  }
  return copy;
}

function readScalar(shape: Shape, value: unknown): unknown {
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
      return readBase64(value);
    default:
      if (typeof value !== "string") throw wrongType(value, "a String");
      return value;
  }
}

function readBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new ServiceError("SerializationException", "Base64 encoded value contains a character outside its alphabet");
  }
  return new Uint8Array(Buffer.from(text, "base64"));
}
