// An error's text as an attribute of a dead letter.
import { messageOf } from "../core/error.ts";

const LONGEST = 1_024;

/** A queue takes neither an empty attribute nor control characters: a letter must not be lost for the error it tells of. */
const UNSENDABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export function letterError(error: unknown): string {
  const text = messageOf(error).slice(0, LONGEST).replace(UNSENDABLE, "\ufffd");
  return text === "" ? "The target gave no message." : text;
}
