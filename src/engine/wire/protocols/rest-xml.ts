// REST with XML bodies (S3, path-style addresses).
import type { ServiceError } from "../../service.ts";
import type { Members, Protocol, WireAnswer, WireRequest } from "../message.ts";
import { errorShapeOf, type Model, shapeOf } from "../model.ts";
import { payloadOf, readBindings, readRawPayload, writeBindings } from "./rest-bindings.ts";
import { findRoute } from "./rest-route.ts";
import { s3Status } from "./s3-status.ts";
import { decodeXml, parseXml } from "./xml-read.ts";
import { element, escapeXml, writeMembers } from "./xml-write.ts";

const XML_TYPE = { "content-type": "application/xml" };
const DECLARATION = `<?xml version="1.0" encoding="UTF-8"?>\n`;
const NAMESPACE = ` xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`;

/** Root elements that are not the output shape's name (S3 API reference, response syntax of each operation). */
const ROOTS: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: "CompleteMultipartUploadResult",
  CreateMultipartUpload: "InitiateMultipartUploadResult",
  DeleteObjects: "DeleteResult",
  GetBucketNotificationConfiguration: "NotificationConfiguration",
  GetBucketTagging: "Tagging",
  GetBucketVersioning: "VersioningConfiguration",
  GetObjectAttributes: "GetObjectAttributesResponse",
  GetObjectTagging: "Tagging",
  ListBuckets: "ListAllMyBucketsResult",
  ListMultipartUploads: "ListMultipartUploadsResult",
  ListObjectVersions: "ListVersionsResult",
  ListObjects: "ListBucketResult",
  ListObjectsV2: "ListBucketResult",
  ListParts: "ListPartsResult",
};

export const restXmlProtocol: Protocol = {
  operation: (model, request) => findRoute(model, request)?.name,
  decode(model, operation, request) {
    const shape = shapeOf(model, model.operations[operation]?.input);
    return { ...readBindings(model, shape, request), ...readBody(model, operation, request) };
  },
  encode: encodeAnswer,
  fault: xmlFault,
};

function readBody(model: Model, operation: string, request: WireRequest): Members {
  const payload = payloadOf(model, shapeOf(model, model.operations[operation]?.input));
  if (!payload) return {};
  const raw = readRawPayload(payload.shape, request.body);
  if (raw !== undefined) return { [payload.name]: raw };
  const root = parseXml(request.body);
  return root === undefined ? {} : { [payload.name]: decodeXml(model, payload.reference, root) };
}

function encodeAnswer(model: Model, operation: string, output: unknown): WireAnswer {
  const described = model.operations[operation];
  const shape = shapeOf(model, described?.output);
  const members = (output ?? {}) as Members;
  // S3 answers deletions with 204 (DeleteObject, DeleteBucket, their sub-resources), all else with 200.
  const usual = described?.http.method === "DELETE" ? 204 : 200;
  const bound = writeBindings(model, shape, members, described?.http.responseCode ?? usual);
  const payload = payloadOf(model, shape);
  if (payload && (payload.shape.type === "blob" || payload.shape.type === "string")) {
    return rawAnswer(bound, (members[payload.name] ?? "") as string | Uint8Array, described?.http.method ?? "");
  }
  const body = payload
    ? documentOf(model, payload.reference.locationName ?? payload.reference.shape, payload.shape, members[payload.name])
    : documentOf(model, ROOTS[operation] ?? described?.output?.shape ?? "", shape, members, operation);
  return { status: bound.status, headers: { ...(body === "" ? {} : XML_TYPE), ...bound.headers }, body };
}

/** HEAD answers the length of what GET would send: the service gives it as ContentLength. */
function rawAnswer(
  bound: { status: number; headers: Record<string, string> },
  body: string | Uint8Array,
  method: string,
): WireAnswer {
  const headers: Record<string, string> = { "content-type": "application/octet-stream", ...bound.headers };
  if (method !== "HEAD") headers["content-length"] = String(Buffer.byteLength(body));
  if (headers["content-range"] !== undefined && bound.status === 200) return { status: 206, headers, body };
  return { status: bound.status, headers, body };
}

function documentOf(
  model: Model,
  root: string,
  shape: ReturnType<typeof shapeOf>,
  value: unknown,
  operation?: string,
): string {
  const hasBody = Object.values(shape.members ?? {}).some((member) => !member.location);
  if (!hasBody || value === undefined || value === null) return "";
  if (operation === "GetBucketLocation") {
    // The one answer whose value is the root element's own text.
    const place = String((value as Members)["LocationConstraint"] ?? "");
    return DECLARATION + element("LocationConstraint", escapeXml(place), NAMESPACE);
  }
  return DECLARATION + element(root, writeMembers(model, shape, value as Members), NAMESPACE);
}

function xmlFault(model: Model, error: ServiceError, requestId: string): WireAnswer {
  const shape = errorShapeOf(model, error.code);
  const code = shape?.error?.code ?? error.code;
  const rest = Object.entries(error.members)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => element(name, escapeXml(String(value))));
  const content = [
    element("Code", escapeXml(code)),
    element("Message", escapeXml(error.message)),
    ...rest,
    element("RequestId", requestId),
    element("HostId", "lamplighter"),
  ];
  const status = s3Status(error.code) ?? shape?.error?.httpStatusCode ?? 400;
  return { status, headers: XML_TYPE, body: status === 304 ? "" : DECLARATION + element("Error", content.join("")) };
}
