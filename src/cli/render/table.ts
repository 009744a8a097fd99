// Rows for a person as an aligned table without borders; for a program as tab-separated lines.
import Table from "cli-table3";
import { printable } from "../../core/printable.ts";
import type { Terminal } from "../terminal.ts";

const NO_BORDERS = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right"]
    .flatMap((side) => [side, `${side}-left`, `${side}-mid`, `${side}-right`])
    .concat(["left-mid", "mid-mid", "right-mid", "top-mid", "bottom-mid", "middle"])
    .map((place) => [place, ""]),
);

/** `cells` are safe to print: whoever makes them passes foreign text through `cell`. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string[] {
  if (!terminal.interactive) return rows.map((row) => row.join("\t"));
  const table = new Table({
    head: head.map((title) => terminal.style("dim", title)),
    chars: NO_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** Foreign text for one cell: no control characters, no line breaks or tabs, bounded. */
export function cell(text: string, longest = 80): string {
  const line = printable(text).replace(/[\n\t]+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
