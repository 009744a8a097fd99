// What an import did, for people and for programs.
import type { Adopted } from "../../adoption/adopt.ts";
import { type Source, sourceText } from "../../adoption/draft.ts";
import { printable } from "../../core/printable.ts";
import type { Terminal } from "../terminal.ts";
import { jsonDocument } from "./json-document.ts";
import { renderProblems } from "./problems.ts";

export function leftOutLines({ skipped, warnings }: Adopted, { styleNote }: Terminal): readonly string[] {
  const lines = skipped.map((one) => {
    const whole = one.what === one.kind || one.what === "target";
    const what = whole ? sourceText(one) : `${one.what} of ${sourceText(one)}`;
    return `${styleNote("yellow", "left out")} ${printable(`${what}: ${one.reason}`)}`;
  });
  return [...lines, ...renderProblems(warnings, styleNote)];
}

export function summaryLine({ jobs, skipped }: Adopted, file: string | undefined): string {
  const count = `${jobs.size} ${jobs.size === 1 ? "job" : "jobs"}`;
  const left = skipped.length === 0 ? "nothing left out" : `${skipped.length} left out`;
  if (jobs.size === 0) return `no job was found, ${left}`;
  return `${count}${file === undefined ? "" : ` in ${file}`}, ${left}`;
}

/** `manifest` only where it was to be printed. */
export function importJson(
  { text, jobs, skipped, warnings }: Adopted,
  file: string | undefined,
  isPrinted: boolean,
): string {
  return jsonDocument({
    file: file ?? null,
    ...(isPrinted ? { manifest: text } : {}),
    jobs: [...jobs].map(([name, { source, isOn, notes }]) => ({ name, from: fromOf(source), on: isOn, notes })),
    skipped: skipped.map(({ what, reason, ...source }) => ({ from: fromOf(source), what, reason })),
    warnings,
  });
}

const fromOf = ({ kind, name, arn, target }: Source): object => ({ kind, name, arn, target: target ?? null });
