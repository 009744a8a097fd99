// Runs as comma-separated values (RFC 4180), safe to open in a spreadsheet.
import { printable } from "../../core/printable.ts";
import type { Run } from "../../history/run.ts";

const COLUMNS: readonly (readonly [name: string, of: (run: Run) => string | number | null])[] = [
  ["status", ({ status }) => status],
  ["job", ({ job }) => job],
  ["due", ({ due }) => due],
  ["started", ({ startedAt }) => startedAt],
  ["ended", ({ endedAt }) => endedAt],
  ["durationMs", ({ durationMs }) => durationMs],
  ["attempts", ({ attempts }) => attempts.length],
  ["trigger", ({ trigger }) => trigger],
  ["by", ({ by }) => by],
  ["run", ({ id }) => id],
  ["reason", ({ reason }) => reason],
  ["result", ({ result }) => (result === null ? null : JSON.stringify(result))],
  ["cost", ({ cost }) => cost],
];

export function runsCsv(runs: readonly Run[]): string[] {
  return [
    COLUMNS.map(([name]) => name).join(","),
    ...runs.map((run) => COLUMNS.map(([, of]) => field(of(run))).join(",")),
  ];
}

/** A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection): an apostrophe in front makes
 * it text. Full-width forms count as the same. */
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/;

function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const shown = printable(value);
  const text = FORMULA.test(value) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
