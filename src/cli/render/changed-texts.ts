// An old and a new value as two short texts that show where they differ: of long ones, what they begin with alike is cut.
import { cell } from "./table.ts";

/** How much of the like beginning stays, for the reader to find the place. */
const LEAD = 12;

export function changedTexts(from: unknown, to: unknown, longest: number): readonly [string, string] {
  const [before, after] = [textOf(from), textOf(to)];
  if (before === undefined || after === undefined || Math.max(before.length, after.length) <= longest) {
    return [shown(before, 0, longest), shown(after, 0, longest)];
  }
  let alike = 0;
  while (alike < before.length && before[alike] === after[alike]) alike++;
  const start = alike + LEAD < longest ? 0 : alike - LEAD;
  return [shown(before, start, longest), shown(after, start, longest)];
}

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

const shown = (text: string | undefined, start: number, longest: number): string =>
  text === undefined ? "(none)" : cell(start > 0 ? `…${text.slice(start)}` : text, longest);
