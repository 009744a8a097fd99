// The text as our own loader reads it: what it refuses of a job is known before anybody else reads the file.
import { type LoadInput, loadModel } from "../manifest/load-model.ts";
import type { Problem } from "../manifest/problem.ts";

export interface Checked {
  /** What is wrong with a job, by its name; the first of several. */
  readonly refused: ReadonlyMap<string, string>;
  /** Errors of the file that are no job's. */
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** `load` says how the file would be read, and as which file. */
export function checkManifest(text: string, load: LoadInput): Checked {
  const reader = { ...load.reader, read: (path: string) => (path === load.file ? text : load.reader.read(path)) };
  // What an environment's own file says of other jobs is its own affair.
  const problems = loadModel({ ...load, reader }).problems.filter(({ file }) => file === load.file);
  const refused = new Map<string, string>();
  const errors: Problem[] = [];
  for (const problem of problems.filter(({ severity }) => severity === "error")) {
    const job = /^jobs\.([^.[]+)/.exec(problem.path)?.[1];
    if (job === undefined) errors.push(problem);
    else if (!refused.has(job)) refused.set(job, problem.message);
  }
  return { refused, errors, warnings: problems.filter(({ severity }) => severity === "warning") };
}
