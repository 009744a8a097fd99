// The MD5 digests by which clients check that a message arrived as sent (Developer Guide, message metadata).
import { createHash, hash as digest } from "node:crypto";
import type { MessageAttributes } from "./message-attributes.ts";

export const md5 = (body: string | Uint8Array) => digest("md5", body);

/** Over the attributes in order of name: length and bytes of name and type, one byte for the kind of value, the value. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (part: string | Uint8Array) => {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    add(name);
    add(attribute.DataType);
    const binary = attribute.BinaryValue !== undefined;
    hash.update(Uint8Array.of(binary ? 2 : 1));
    add(attribute.BinaryValue ?? attribute.StringValue ?? "");
  }
  return hash.digest("hex");
}
