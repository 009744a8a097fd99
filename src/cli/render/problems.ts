// Problems of the files, the way compilers show them: file:line:column, what is wrong, the path in the document.

import { printable } from "../../core/printable.ts";
import type { Problem } from "../../manifest/problem.ts";
import type { Style } from "../terminal.ts";

export function renderProblems(problems: readonly Problem[], style: (style: Style, text: string) => string): string[] {
  return problems.map((problem) => {
    const place = `${problem.file}:${problem.line}:${problem.column}`;
    const severity = style(problem.severity === "error" ? "red" : "yellow", problem.severity);
    return `${style("bold", printable(place))} ${severity} ${printable(problem.message)} ${style("dim", `[${problem.code}]`)}`;
  });
}
