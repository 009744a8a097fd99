// A handler's path: relative, inside the project with every link followed, there, and in a language that we bundle.
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { nearest } from "../../core/nearest.ts";
import type { Problems, Spot } from "../problem.ts";
import type { Reader } from "../reader.ts";

const BUNDLED = [".ts", ".mts", ".js", ".mjs", ".cjs", ".py"];

/** Python's identifiers, of which a module's name is one. */
const MODULE = /^[A-Za-z_]\w*\.py$/;

/** What is wrong with a path, as code and message; undefined when nothing is. */
type Fault = readonly [code: string, message: string] | undefined;

/** One for a whole file: jobs share handlers, and the disk is asked once for each. */
export class Handlers {
  readonly #directory: string;
  readonly #reader: Reader;
  readonly #faults = new Map<string, Fault>();

  constructor(directory: string, reader: Reader) {
    this.#directory = directory;
    this.#reader = reader;
  }

  /** The path in one form, `jobs/report.ts`; undefined when it is none. */
  check(written: string, spot: Spot, problems: Problems): string | undefined {
    const path = posix.normalize(written);
    if (!this.#faults.has(written)) this.#faults.set(written, this.#faultOf(written, path));
    const fault = this.#faults.get(written);
    if (fault) problems.error(fault[0], `handler: ${fault[1]}`, spot);
    return fault ? undefined : path;
  }

  #faultOf(written: string, path: string): Fault {
    const expected = "expected a file of this project, such as jobs/report.ts";
    if (/^[a-z][a-z0-9+.-]+:/i.test(written)) return ["handler-outside", `"${written}" is an address; ${expected}`];
    if (written.includes("\\")) return ["handler-outside", `"${written}" has backslashes; write forward slashes`];
    if (isAbsolute(written) || path === ".." || path.startsWith("../")) {
      return ["handler-outside", `"${written}" is outside the project; ${expected}`];
    }
    if (path.endsWith(".py") && !MODULE.test(posix.basename(path))) {
      return ["handler-kind", `"${written}" cannot be imported by its name; expected letters, digits and _ before .py`];
    }
    if (!BUNDLED.some((extension) => path.endsWith(extension))) {
      return ["handler-kind", `"${written}" is no file that we bundle; expected one of ${BUNDLED.join(", ")}`];
    }
    const full = join(this.#directory, path);
    if (!this.#reader.exists(full)) {
      const folder = posix.dirname(path);
      const near = nearest(posix.basename(path), this.#reader.list(join(this.#directory, folder)));
      const hint = near ? `; did you mean ${posix.join(folder, near)}?` : ` in ${this.#directory}`;
      return ["handler-missing", `there is no file "${written}"${hint}`];
    }
    const inside = relative(this.#reader.realpath(this.#directory), this.#reader.realpath(full));
    if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      return ["handler-outside", `"${written}" links to a file outside the project; ${expected}`];
    }
    return undefined;
  }
}
