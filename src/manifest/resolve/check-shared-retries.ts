// An existing function has one set of retries: jobs that name it and ask for retries ask for the same.
import { stableJson } from "../../core/json.ts";
import type { Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

/** `jobs` in the order of `layered`. */
export function checkSharedRetries(layered: readonly Layers[], jobs: readonly Job[], problems: Problems): void {
  const asked = new Map<string, { readonly by: string; readonly retries: string }>();
  for (const [index, { name, code }] of jobs.entries()) {
    if (!("function" in code) || code.retries === undefined) continue;
    const retries = stableJson(code.retries);
    const other = asked.get(code.function);
    const layers = layered[index];
    if (layers && other && other.retries !== retries) {
      const message = `retry: the job "${other.by}" asks for other retries of the function ${code.function}; expected the same`;
      problems.error("conflict", message, layers.keySpot("retry"));
    }
    asked.set(code.function, { by: name, retries });
  }
}
