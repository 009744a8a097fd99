// XML request bodies by shape (S3). No document type is accepted, so no entity can be declared.
import { XMLParser } from "fast-xml-parser";
import { ServiceError } from "../../service.ts";
import type { Members } from "../message.ts";
import { type Model, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { readScalar } from "../scalar.ts";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
});

function malformedXml(): ServiceError {
  return new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

/** The root element's content; undefined for an empty body. */
export function parseXml(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString("utf8");
  if (text.trim() === "") return undefined;
  if (text.includes("<!DOCTYPE")) throw malformedXml();
  try {
    const document = parser.parse(text, true) as Members;
    const roots = Object.entries(document).filter(([name]) => !name.startsWith("?") && name !== "#text");
    if (roots.length !== 1) throw malformedXml();
    return roots[0]?.[1];
  } catch {
    throw malformedXml();
  }
}

export function decodeXml(model: Model, reference: ShapeReference, node: unknown): unknown {
  const shape = shapeOf(model, reference);
  if (shape.type === "structure") return decodeMembers(model, shape, node);
  if (shape.type === "list") return decodeList(model, reference, shape, node);
  return readScalar(shape, textOf(node));
}

function decodeMembers(model: Model, shape: Shape, node: unknown): Members {
  const source = node !== null && typeof node === "object" ? (node as Members) : {};
  const result: Members = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const local = (member.locationName ?? name).split(":").at(-1) ?? name;
    const key = member.xmlAttribute ? `@${local}` : local;
    if (!member.location && Object.hasOwn(source, key)) result[name] = decodeXml(model, member, source[key]);
  }
  return result;
}

function decodeList(model: Model, reference: ShapeReference, shape: Shape, node: unknown): unknown[] {
  const item = shape.member as ShapeReference;
  const flattened = reference.flattened ?? shape.flattened;
  const name = item.locationName ?? "member";
  const inner = flattened ? node : node !== null && typeof node === "object" ? (node as Members)[name] : undefined;
  if (inner === undefined) return [];
  return (Array.isArray(inner) ? inner : [inner]).map((part) => decodeXml(model, item, part));
}

function textOf(node: unknown): string {
  if (typeof node === "string") return node;
  const inner = node !== null && typeof node === "object" ? (node as Members)["#text"] : undefined;
  return typeof inner === "string" ? inner : "";
}
