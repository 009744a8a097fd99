// JSON bodies written by shape: bytes become base64, timestamps what the shape says. What writes a shape is made once.
import type { Members } from "../message.ts";
import { type Model, membersOf, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { type TimestampFormat, writeTimestamp } from "../timestamp.ts";
import type { Naming } from "./json-reader.ts";

/** Gives what JSON.stringify is to write. */
export type Writer = (value: unknown) => unknown;

const made = { location: new WeakMap<Shape, Writer>(), member: new WeakMap<Shape, Writer>() };

export function writerOf(model: Model, shape: Shape, naming: Naming): Writer {
  let writer = made[naming].get(shape);
  if (!writer) {
    writer = makeWriter(model, shape, naming);
    made[naming].set(shape, writer);
  }
  return writer;
}

function makeWriter(model: Model, shape: Shape, naming: Naming): Writer {
  const format = shape.timestampFormat as TimestampFormat | undefined;
  switch (shape.type) {
    case "structure":
      return structureWriter(model, shape, naming);
    case "list":
      return listWriter(innerWriter(model, shape.member, naming));
    case "map":
      return mapWriter(innerWriter(model, shape.value, naming));
    case "timestamp":
      return (value) => writeTimestamp(Number(value), format ?? "unixTimestamp");
    case "blob":
      return (value) => (typeof value === "string" ? value : Buffer.from(value as Uint8Array).toString("base64"));
    default:
      return (value) => value;
  }
}

/** Made at the first value: shapes hold themselves. */
function innerWriter(model: Model, reference: ShapeReference | undefined, naming: Naming): Writer {
  let writer: Writer | undefined;
  return (value) => {
    if (value === null || value === undefined) return null;
    writer ??= writerOf(model, shapeOf(model, reference), naming);
    return writer(value);
  };
}

function listWriter(write: Writer): Writer {
  return (value) => (value as readonly unknown[]).map(write);
}

function mapWriter(write: Writer): Writer {
  return (value) => {
    const entries = Object.entries(value as Members).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, write(item)]));
  };
}

/** Undefined and null members are left out; members the shape has not never leave the engine. */
function structureWriter(model: Model, shape: Shape, naming: Naming): Writer {
  const inBody = membersOf(shape).filter(([, member]) => !member.location);
  const byName = new Map(
    inBody.map(([name, member]) => {
      const key = naming === "location" ? (member.locationName ?? name) : name;
      return [name, { key, write: innerWriter(model, member, naming) }];
    }),
  );
  return (value) => {
    const result: Members = {};
    for (const name of Object.keys(value as Members)) {
      const item = (value as Members)[name];
      const member = item === undefined || item === null ? undefined : byName.get(name);
      if (member) result[member.key] = member.write(item);
    }
    return result;
  };
}
