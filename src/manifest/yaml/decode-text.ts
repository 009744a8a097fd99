// The bytes of a file become text, or a problem at the byte that is none: UTF-8 only, no control or direction-changing characters.
import { Buffer } from "node:buffer";
import type { Problems } from "../problem.ts";
import { formatBytes } from "./format-bytes.ts";
import { SourceText } from "./source-text.ts";

const MAX_BYTES = 8 * 1024 * 1024;

/** Characters that hide or reorder what a reader of the file sees; tabs are YAML's own business. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function decodeText(file: string, content: Uint8Array | string, problems: Problems): SourceText | undefined {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : Buffer.from(content);
  const refuse = (code: string, message: string, text = "", offset = 0) => {
    problems.error(code, message, { source: new SourceText(file, text), offset, path: [] });
    return undefined;
  };
  if (bytes.length > MAX_BYTES) {
    return refuse(
      "file-too-big",
      `the file has ${formatBytes(bytes.length)}; expected at most ${formatBytes(MAX_BYTES)}`,
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse("not-utf8", "the file is UTF-16; save it as UTF-8");
  }
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  const bad = firstInvalid(bytes, text);
  if (bad) {
    return refuse(
      "not-utf8",
      `the byte 0x${bad.byte.toString(16)} is no UTF-8; save the file as UTF-8`,
      text,
      bad.offset,
    );
  }
  const source = new SourceText(file, text);
  let clean = true;
  for (const match of text.matchAll(UNSEEN)) {
    clean = false;
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const message = `the invisible character U+${code} is not allowed; remove it`;
    problems.error("control-character", message, { source, offset: match.index, path: [] });
  }
  return clean ? source : undefined;
}

/** Decoding puts U+FFFD where bytes are no UTF-8; one that was really written encodes back to its own bytes. */
function firstInvalid(bytes: Buffer, text: string): { byte: number; offset: number } | undefined {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let position = mark;
  let scanned = 0;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) {
    position += Buffer.byteLength(text.slice(scanned, at), "utf8");
    if (bytes[position] !== 0xef || bytes[position + 1] !== 0xbf || bytes[position + 2] !== 0xbd) {
      return { byte: bytes[position] ?? 0, offset: at };
    }
    position += 3;
    scanned = at + 1;
  }
  return undefined;
}
