// An existing function has one set of asynchronous settings: jobs that name it ask for the same of it.
import { stableJson } from "../../core/json.ts";
import type { Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

/** `jobs` in the order of `layered`. */
export function checkSharedFunctions(layered: readonly Layers[], jobs: readonly Job[], problems: Problems): void {
  const asked = new Map<string, { readonly by: string; readonly retries: string }>();
  const recorded = new Map<string, { readonly by: string; readonly is: boolean }>();
  for (const [index, { name, code }] of jobs.entries()) {
    const layers = layered[index];
    if (!("function" in code) || !layers) continue;
    const first = recorded.get(code.function) ?? { by: name, is: code.recorded === true };
    recorded.set(code.function, first);
    if (first.is !== (code.recorded === true)) {
      const message = `record: the job "${first.by}" says ${first.is} of the function ${code.function}; expected the same of every job that names it`;
      problems.error("conflict", message, layers.has("record", false) ? layers.keySpot("record") : layers.spot());
    }
    if (code.retries === undefined) continue;
    const retries = stableJson(code.retries);
    const other = asked.get(code.function);
    if (other && other.retries !== retries) {
      const message = `retry: the job "${other.by}" asks for other retries of the function ${code.function}; expected the same`;
      problems.error("conflict", message, layers.keySpot("retry"));
    }
    asked.set(code.function, { by: name, retries });
  }
}
