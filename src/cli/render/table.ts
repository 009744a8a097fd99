// Rows for a person as an aligned table without borders; for a program as tab-separated lines.
import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import { printable } from "../../core/printable.ts";
import type { Terminal } from "../terminal.ts";

const NO_BORDERS = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right"]
    .flatMap((side) => [side, `${side}-left`, `${side}-mid`, `${side}-right`])
    .concat(["left-mid", "mid-mid", "right-mid", "top-mid", "bottom-mid", "middle"])
    .map((place) => [place, ""]),
);

const GAP = 2;

/**
 * `rows` are safe to print: whoever makes them passes foreign text through `cell`. A terminal that is too narrow loses the
 * columns named in `spare`, the first of them first; a program gets them all.
 */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
  spare: readonly string[] = [],
): string[] {
  if (!terminal.interactive) return rows.map((row) => row.join("\t"));
  const shown = fitting(head, rows, terminal.columns, spare);
  const table = new Table({
    head: shown.map((column) => terminal.style("dim", head[column] ?? "")),
    chars: NO_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
  });
  table.push(...rows.map((row) => shown.map((column) => row[column] ?? "")));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** The places of the columns that fit, or of all that may not be left out. */
function fitting(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  spare: readonly string[],
): readonly number[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => stripVTControlCharacters(row[column] ?? "").length)),
  );
  let shown = head.map((_, column) => column);
  const needed = () => shown.reduce((sum, column) => sum + (widths[column] ?? 0) + GAP, -GAP);
  for (const title of spare) {
    if (needed() <= width) break;
    shown = shown.filter((column) => head[column] !== title);
  }
  return shown;
}

/** Foreign text for one cell: no control characters, no line breaks or tabs, bounded. */
export function cell(text: string, longest = 80): string {
  const line = printable(text).replace(/[\n\t]+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
