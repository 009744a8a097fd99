// What is wrong with the files, each at its place: all are gathered, none is thrown.
import type { SourceText } from "./yaml/source-text.ts";

export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable, for programs: `unknown-key`, `bad-value`, `schedule-fields`… */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** 1-based, columns in UTF-16 units as editors count them. */
  readonly line: number;
  readonly column: number;
  /** Where in the document: `jobs.daily-report.memory`; empty for the file itself. */
  readonly path: string;
}

/** A place in a document: by offset for people, by path for programs. */
export interface Spot {
  readonly source: SourceText;
  readonly offset: number;
  readonly path: Path;
}

export type Path = readonly (string | number)[];

export class Problems {
  readonly #found = new Map<string, Problem>();
  #errors = 0;

  error(code: string, message: string, spot: Spot): void {
    this.#add("error", code, message, spot);
  }

  warn(code: string, message: string, spot: Spot): void {
    this.#add("warning", code, message, spot);
  }

  get errors(): number {
    return this.#errors;
  }

  errorsOf(code: string): number {
    return [...this.#found.values()].filter((problem) => problem.severity === "error" && problem.code === code).length;
  }

  /** By file in the order first named, then by place. */
  sorted(files: readonly string[]): Problem[] {
    const rank = (problem: Problem) => files.indexOf(problem.file);
    return [...this.#found.values()].sort(
      (a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1),
    );
  }

  /** The same thing at the same place is said once: a default's fault is found again by every job that inherits it. */
  #add(severity: Problem["severity"], code: string, message: string, { source, offset, path }: Spot): void {
    const key = `${source.file}\0${offset}\0${code}\0${message}`;
    if (this.#found.has(key)) return;
    if (severity === "error") this.#errors++;
    this.#found.set(key, { severity, code, message, ...placeOf({ source, offset, path }) });
  }
}

export type Place = Pick<Problem, "file" | "line" | "column" | "path">;

export function placeOf({ source, offset, path }: Spot): Place {
  return { file: source.file, ...source.placeOf(offset), path: pathText(path) };
}

/** `jobs.daily-report.permissions[0].allow`. */
function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
