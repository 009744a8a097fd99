// Former names of jobs: each is the name of no job any more, and of one job only.
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

export function checkFormerNames(jobs: readonly Layers[], problems: Problems): void {
  const names = new Set(jobs.map(({ name }) => name));
  const takenBy = new Map<string, string>();
  for (const layers of jobs) {
    for (const former of layers.value("was") ?? []) {
      const spot = layers.spot("was");
      const other = takenBy.get(former);
      if (former === layers.name) {
        problems.error("conflict", `was: "${former}" is the job's present name; expected the one before`, spot);
      } else if (names.has(former)) {
        const message = `was: there is still a job "${former}" in the file; rename one of them in a sync of its own`;
        problems.error("conflict", message, spot);
      } else if (other !== undefined) {
        const message = `was: "${former}" is said to be the former name of "${other}" too; a name was one job's`;
        problems.error("conflict", message, spot);
      }
      takenBy.set(former, layers.name);
    }
  }
}
