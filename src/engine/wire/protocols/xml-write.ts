// XML answers by shape (S3, IAM, STS, and SQS for older clients).
import type { Members } from "../message.ts";
import { type Model, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { writeScalar } from "../scalar.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Carriage returns as references, or a parser would read them as line feeds; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)
      .replace(/\r/g, "&#xD;")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}

export function element(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

/** The members of a structure as elements, those bound elsewhere left out. */
export function writeMembers(model: Model, shape: Shape, value: Members): string {
  let text = "";
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const item = value[name];
    if (item === undefined || item === null || member.location || member.xmlAttribute) continue;
    text += writeElement(model, member, member.locationName ?? name, item);
  }
  return text;
}

function writeElement(model: Model, reference: ShapeReference, name: string, value: unknown): string {
  const shape = shapeOf(model, reference);
  const flattened = reference.flattened ?? shape.flattened ?? false;
  if (shape.type === "list") return writeList(model, shape, name, value as readonly unknown[], flattened);
  if (shape.type === "map") return writeMap(model, shape, name, value as Members, flattened);
  if (shape.type !== "structure") return element(name, escapeXml(writeScalar(shape, value, "iso8601")));
  return element(name, writeMembers(model, shape, value as Members), attributesOf(reference, shape, value as Members));
}

function attributesOf(reference: ShapeReference, shape: Shape, value: Members): string {
  const { prefix, uri } = reference.xmlNamespace ?? {};
  let text = uri ? ` xmlns${prefix ? `:${prefix}` : ""}="${escapeXml(uri)}"` : "";
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    if (member.xmlAttribute && value[name] !== undefined) {
      text += ` ${member.locationName ?? name}="${escapeXml(String(value[name]))}"`;
    }
  }
  return text;
}

function writeList(model: Model, shape: Shape, name: string, items: readonly unknown[], flattened: boolean): string {
  const reference = shape.member;
  if (!reference) return "";
  const itemName = flattened ? (shape.queryName ?? name) : (reference.locationName ?? "member");
  const content = items.map((item) => writeElement(model, reference, itemName, item)).join("");
  return flattened ? content : element(name, content);
}

function writeMap(model: Model, shape: Shape, name: string, map: Members, flattened: boolean): string {
  const { key, value } = shape;
  if (!key || !value) return "";
  const keyName = shape.queryKey ?? (shape.queryName ? "Name" : (key.locationName ?? "key"));
  const valueName = shape.queryName ? "Value" : (value.locationName ?? "value");
  const entries = Object.entries(map).map(([text, item]) =>
    element(
      flattened ? (shape.queryName ?? name) : "entry",
      element(keyName, escapeXml(text)) + writeElement(model, value, valueName, item),
    ),
  );
  return flattened ? entries.join("") : element(name, entries.join(""));
}
