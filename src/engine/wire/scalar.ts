// Scalars written as text (path, query, header, form, XML) and read back by their shape's type.
import { ServiceError } from "../service.ts";
import type { Shape } from "./model.ts";
import { readTimestamp, type TimestampFormat, writeTimestamp } from "./timestamp.ts";

export function malformed(text: string, type: string): ServiceError {
  return new ServiceError("SerializationException", `${JSON.stringify(text)} can not be converted to ${type}.`);
}

export function readScalar(shape: Shape, text: string): unknown {
  switch (shape.type) {
    case "boolean":
      if (text !== "true" && text !== "false") throw malformed(text, "a Boolean");
      return text === "true";
    case "integer":
    case "long": {
      if (!/^-?\d+$/.test(text)) throw malformed(text, "an Integer");
      return Number(text);
    }
    case "float":
    case "double": {
      const number = Number(text);
      if (text === "" || Number.isNaN(number)) throw malformed(text, "a Double");
      return number;
    }
    case "timestamp": {
      const seconds = readTimestamp(text);
      if (seconds === undefined) throw malformed(text, "a Timestamp");
      return seconds;
    }
    case "blob":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return text;
  }
}

export function writeScalar(shape: Shape, value: unknown, format: TimestampFormat): string {
  if (shape.type === "timestamp") {
    return String(writeTimestamp(Number(value), (shape.timestampFormat as TimestampFormat | undefined) ?? format));
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return String(value);
}
