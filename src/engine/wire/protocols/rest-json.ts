// REST with JSON bodies (EventBridge Scheduler, Lambda).
import type { Members, Protocol, WireAnswer, WireRequest } from "../message.ts";
import { errorShapeOf, type Model, shapeOf } from "../model.ts";
import { parseJson } from "./json-body.ts";
import { readerOf } from "./json-reader.ts";
import { writerOf } from "./json-writer.ts";
import { payloadOf, readBindings, readRawPayload, writeBindings } from "./rest-bindings.ts";
import { findRoute } from "./rest-route.ts";

const JSON_TYPE = { "content-type": "application/json" };

export const restJsonProtocol: Protocol = {
  operation: (model, request) => findRoute(model, request)?.name,
  decode(model, operation, request) {
    const shape = shapeOf(model, model.operations[operation]?.input);
    return { ...readBindings(model, shape, request), ...readBody(model, operation, request) };
  },
  encode: encodeAnswer,
  fault(model, error) {
    const shape = errorShapeOf(model, error.code);
    const messageName = Object.keys(shape?.members ?? {}).find((name) => name.toLowerCase() === "message") ?? "Message";
    const status = shape?.error?.httpStatusCode ?? STATUS[error.code] ?? (shape?.fault ? 500 : 400);
    const bound = shape ? writeBindings(model, shape, error.members, status) : { headers: {} };
    const rest = shape ? (writerOf(model, shape, "location")(error.members) as Members) : error.members;
    const body = JSON.stringify({ ...rest, [messageName]: error.message });
    return { status, headers: { ...JSON_TYPE, ...bound.headers, "x-amzn-errortype": error.code }, body };
  },
};

/** Errors that are no part of a service's own model. */
const STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  UnrecognizedClientException: 403,
  InternalServerException: 500,
  InternalFailure: 500,
  NotImplemented: 501,
  UnknownOperationException: 404,
};

function readBody(model: Model, operation: string, request: WireRequest): Members {
  const shape = shapeOf(model, model.operations[operation]?.input);
  const payload = payloadOf(model, shape);
  const read = readerOf(model, payload?.shape ?? shape, "location");
  if (!payload) return hasBodyMembers(shape) ? (read(parseJson(request.body)) as Members) : {};
  const raw = readRawPayload(payload.shape, request.body);
  if (raw !== undefined) return request.body.length > 0 ? { [payload.name]: raw } : {};
  if (request.body.length === 0) return {};
  return { [payload.name]: read(parseJson(request.body)) };
}

function hasBodyMembers(shape: ReturnType<typeof shapeOf>): boolean {
  return Object.values(shape.members ?? {}).some((member) => !member.location);
}

function encodeAnswer(model: Model, operation: string, output: unknown): WireAnswer {
  const described = model.operations[operation];
  const shape = shapeOf(model, described?.output);
  const members = (output ?? {}) as Members;
  const bound = writeBindings(model, shape, members, described?.http.responseCode ?? 200);
  const payload = payloadOf(model, shape);
  if (!payload) {
    // A 204 has no body; an operation without output has an empty one.
    const body =
      bound.status === 204 || !described?.output ? "" : JSON.stringify(writerOf(model, shape, "location")(members));
    return { status: bound.status, headers: { ...JSON_TYPE, ...bound.headers }, body };
  }
  const value = members[payload.name];
  if (payload.shape.type === "blob" || payload.shape.type === "string") {
    return {
      status: bound.status,
      headers: { ...JSON_TYPE, ...bound.headers },
      body: (value ?? "") as string | Uint8Array,
    };
  }
  const body = value === undefined ? "" : JSON.stringify(writerOf(model, payload.shape, "location")(value));
  return { status: bound.status, headers: { ...JSON_TYPE, ...bound.headers }, body };
}
