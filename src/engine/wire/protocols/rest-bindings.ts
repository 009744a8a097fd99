// The parts of REST input and output that are not the body: path, query, headers, status; and whole-body payloads.
import type { Members, WireRequest } from "../message.ts";
import { type Model, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { readScalar, writeScalar } from "../scalar.ts";
import { findRoute } from "./rest-route.ts";

export function readBindings(model: Model, shape: Shape, request: WireRequest): Members {
  const labels = findRoute(model, request)?.labels ?? {};
  const result: Members = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = readBinding(model, member, member.locationName ?? name, labels, request);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readBinding(
  model: Model,
  member: ShapeReference,
  key: string,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
): unknown {
  const shape = shapeOf(model, member);
  switch (member.location) {
    case "uri":
      return labels[key] === undefined ? undefined : readScalar(shape, labels[key]);
    case "querystring":
      return readQuery(model, shape, request.query, key);
    case "header": {
      const text = request.headers[key.toLowerCase()];
      if (text === undefined) return undefined;
      if (shape.type !== "list") return readScalar(shape, text);
      const item = shapeOf(model, shape.member);
      return text.split(",").map((part) => readScalar(item, part.trim()));
    }
    case "headers":
      return readHeaderMap(request, key.toLowerCase());
    default:
      return undefined;
  }
}

function readQuery(model: Model, shape: Shape, query: URLSearchParams, key: string): unknown {
  if (!query.has(key)) return undefined;
  if (shape.type !== "list") return readScalar(shape, query.get(key) ?? "");
  const item = shapeOf(model, shape.member);
  return query.getAll(key).map((text) => readScalar(item, text));
}

function readHeaderMap(request: WireRequest, prefix: string): Record<string, string> | undefined {
  const entries = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, text]) => [name.slice(prefix.length), text]));
}

/** The member that is the whole body, when the shape has one. */
export function payloadOf(
  model: Model,
  shape: Shape,
): { name: string; reference: ShapeReference; shape: Shape } | undefined {
  const reference = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  if (!reference || shape.payload === undefined) return undefined;
  return { name: shape.payload, reference, shape: shapeOf(model, reference) };
}

/** A payload that is bytes or text and not a document; undefined when it is a document. */
export function readRawPayload(payload: Shape, body: Uint8Array): Uint8Array | string | undefined {
  if (payload.type === "blob") return body;
  if (payload.type !== "string") return undefined;
  return Buffer.from(body).toString("utf8");
}

export function writeBindings(
  model: Model,
  shape: Shape,
  output: Members,
  status: number,
): { status: number; headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  let answered = status;
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = output[name];
    if (value === undefined || value === null || !member.location) continue;
    const key = (member.locationName ?? name).toLowerCase();
    if (member.location === "statusCode") answered = Number(value);
    else if (member.location === "headers") writeHeaderMap(headers, key, value as Record<string, string>);
    else if (member.location === "header") headers[key] = writeHeader(model, shapeOf(model, member), value);
  }
  return { status: answered, headers };
}

function writeHeader(model: Model, shape: Shape, value: unknown): string {
  if (shape.type !== "list") return headerText(writeScalar(shape, value, "rfc822"));
  const item = shapeOf(model, shape.member);
  return headerText((value as readonly unknown[]).map((part) => writeScalar(item, part, "rfc822")).join(","));
}

function writeHeaderMap(headers: Record<string, string>, prefix: string, map: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(map)) headers[`${prefix}${key.toLowerCase()}`] = headerText(text);
}

/** Header text as the bytes of its UTF-8 form; a stored line break must not end a header. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/[\r\n\0]/g, " "), "utf8").toString("latin1");
}
