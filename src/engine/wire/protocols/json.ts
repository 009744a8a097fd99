// AWS JSON 1.0 and 1.1: POST /, the operation in X-Amz-Target (DynamoDB, SQS, CloudWatch Logs, EventBridge).
import { crc32 } from "node:zlib";
import type { ServiceError } from "../../service.ts";
import type { Members, Protocol, WireAnswer } from "../message.ts";
import { errorShapeOf, type Model, shapeOf } from "../model.ts";
import { eventMessages, streamNameOf } from "./event-messages.ts";
import { parseJson } from "./json-body.ts";
import { readerOf } from "./json-reader.ts";
import { writerOf } from "./json-writer.ts";
import { textOf } from "./text-of.ts";

/** `__type` carries a namespace in some services, and clients split it off at the hash. */
const NAMESPACES: Readonly<Record<string, string>> = {
  DynamoDB: "com.amazonaws.dynamodb.v20120810#",
  SQS: "com.amazonaws.sqs#",
};

/** Codes that DynamoDB's front raises before the service proper. */
const CORAL: Readonly<Record<string, string>> = {
  ValidationException: "com.amazon.coral.validate#",
  SerializationException: "com.amazon.coral.service#",
  UnknownOperationException: "com.amazon.coral.service#",
};

export const jsonProtocol: Protocol = {
  operation(model, request) {
    const target = request.headers["x-amz-target"] ?? "";
    const [prefix, name] = target.split(".", 2);
    return prefix === model.metadata.targetPrefix ? name : undefined;
  },
  decode(model, operation, request) {
    const shape = shapeOf(model, model.operations[operation]?.input);
    return readerOf(model, shape, "member")(parseJson(request.body));
  },
  encode(model, operation, output) {
    const reference = model.operations[operation]?.output;
    const shape = shapeOf(model, reference);
    if (streamNameOf(model, shape) !== undefined) {
      const headers = { "content-type": "application/vnd.amazon.eventstream" };
      return { status: 200, headers, body: "", stream: eventMessages(model, shape, (output ?? {}) as Members) };
    }
    // SQS and Logs operations without an output shape answer with an empty body.
    const write = writerOf(model, shape, "member");
    const body = reference ? textOf((output ?? {}) as Members, write) : "";
    return { status: 200, headers: headersOf(model, body), body };
  },
  fault: jsonFault,
};

function headersOf(model: Model, body: string): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": `application/x-amz-json-${model.metadata.jsonVersion ?? "1.1"}`,
  };
  // DynamoDB's clients compare it where it is present.
  if (model.metadata.serviceId === "DynamoDB") headers["x-amz-crc32"] = String(crc32(body));
  return headers;
}

function jsonFault(model: Model, error: ServiceError): WireAnswer {
  const shape = errorShapeOf(model, error.code);
  const messageName = Object.keys(shape?.members ?? {}).find((name) => name.toLowerCase() === "message") ?? "message";
  const body = JSON.stringify({
    __type: `${namespaceOf(model, error.code)}${error.code}`,
    ...(shape ? (writerOf(model, shape, "member")(error.members) as Members) : error.members),
    [messageName]: error.message,
  });
  const headers = headersOf(model, body);
  const sender = !shape?.fault && statusOf(model, error, shape) < 500;
  if (shape?.queryError || model.metadata.serviceId === "SQS") {
    headers["x-amzn-query-error"] = `${shape?.queryError?.code ?? error.code};${sender ? "Sender" : "Receiver"}`;
  }
  return { status: statusOf(model, error, shape), headers, body };
}

function namespaceOf(model: Model, code: string): string {
  const namespace = NAMESPACES[model.metadata.serviceId] ?? "";
  return model.metadata.serviceId === "DynamoDB" ? (CORAL[code] ?? namespace) : namespace;
}

/** SQS keeps the statuses of its older protocol; the other services refuse with 400. */
const SQS_FORBIDS = new Set(["AccessDenied", "InvalidClientTokenId", "ExpiredToken"]);

function statusOf(model: Model, error: ServiceError, shape: ReturnType<typeof errorShapeOf>): number {
  if (error.code === "NotImplemented") return 501;
  if (error.code === "InternalFailure" || error.code === "InternalServerError") return 500;
  if (model.metadata.serviceId === "SQS" && SQS_FORBIDS.has(error.code)) return 403;
  return shape?.error?.httpStatusCode ?? (shape?.fault ? 500 : 400);
}
