// The one form of every --json answer: a single document with `"format": 1`.
import { printable } from "../../core/printable.ts";

export function jsonDocument(body: Readonly<Record<string, unknown>>): string {
  return printable(JSON.stringify({ format: 1, ...body }, null, 2));
}
