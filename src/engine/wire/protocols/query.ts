// The Query protocol: a form with Action and Version, an XML answer (IAM, STS, and SQS for older clients).
import type { ServiceError } from "../../service.ts";
import type { Members, Protocol, WireAnswer, WireRequest } from "../message.ts";
import { errorShapeOf, type Model, shapeOf } from "../model.ts";
import { decodeForm } from "./query-form.ts";
import { element, escapeXml, writeMembers } from "./xml-write.ts";

const XML_TYPE = { "content-type": "text/xml" };

/** SQS's model lost its namespace with the Query protocol. */
function namespaceOf(model: Model): string {
  return model.metadata.xmlNamespace ?? `http://queue.amazonaws.com/doc/${model.metadata.apiVersion}/`;
}

function formOf(request: WireRequest): URLSearchParams {
  const text = Buffer.from(request.body).toString("utf8");
  return text === "" ? request.query : new URLSearchParams(text);
}

export const queryProtocol: Protocol = {
  operation: (_model, request) => formOf(request).get("Action") ?? undefined,
  decode(model, operation, request) {
    const form = formOf(request);
    const reference = model.operations[operation]?.input;
    const input = decodeForm(model, reference, form) as Members;
    // Older SQS clients send to the queue's own address and may leave the parameter out.
    const isQueuePath = model.metadata.serviceId === "SQS" && request.path !== "/";
    if (isQueuePath && input["QueueUrl"] === undefined && shapeOf(model, reference).members?.["QueueUrl"]) {
      input["QueueUrl"] = `http://${request.headers["host"]}${request.path}`;
    }
    return input;
  },
  encode(model, operation, output, requestId) {
    const reference = model.operations[operation]?.output;
    const shape = shapeOf(model, reference);
    const wrapper = reference?.resultWrapper ?? `${operation}Result`;
    const result = reference ? element(wrapper, writeMembers(model, shape, (output ?? {}) as Members)) : "";
    const metadata = element("ResponseMetadata", element("RequestId", requestId));
    const body = element(`${operation}Response`, result + metadata, ` xmlns="${namespaceOf(model)}"`);
    return { status: 200, headers: XML_TYPE, body };
  },
  fault: queryFault,
};

const STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  ExpiredToken: 403,
  InvalidClientTokenId: 403,
  InternalFailure: 500,
  NotImplemented: 501,
};

function queryFault(model: Model, error: ServiceError, requestId: string): WireAnswer {
  const shape = errorShapeOf(model, error.code);
  const code = shape?.queryError?.code ?? shape?.error?.code ?? error.code;
  const status = shape?.queryError?.httpStatusCode ?? shape?.error?.httpStatusCode ?? STATUS[error.code] ?? 400;
  const content =
    element("Type", status >= 500 ? "Receiver" : "Sender") +
    element("Code", escapeXml(code)) +
    element("Message", escapeXml(error.message));
  const body = element(
    "ErrorResponse",
    element("Error", content) + element("RequestId", requestId),
    ` xmlns="${namespaceOf(model)}"`,
  );
  return { status, headers: XML_TYPE, body };
}
