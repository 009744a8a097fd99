// Whether a run may start: overlap and startBy, which our wrapper sees to when it claims a run, and nobody without it.
import { isPythonCode, recordsRuns } from "../code.ts";
import type { Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

/** A Python handler claims no run: what is inherited does not hold for it, and what it says itself is a problem. Whether an
 * existing function is a handler of another project, which does claim, nobody here can know. */
export function resolveTurnTaking(
  layers: Layers,
  code: Job["code"],
  problems: Problems,
): Pick<Job, "overlap" | "startBySeconds"> {
  const written = { overlap: layers.value("overlap") ?? "skip", startBySeconds: layers.value("startBy") } as const;
  if (recordsRuns({ code })) return written;
  const isPython = isPythonCode({ code });
  const own = (key: "overlap" | "startBy", what: string) => {
    if (!layers.has(key, false) || (key === "overlap" && written.overlap === "allow")) return;
    const spot = layers.keySpot(key);
    if (isPython)
      problems.error("conflict", `${key}: a Python handler claims no run before it starts, so ${what}`, spot);
    else {
      const message = `${key}: holds only where the function is a handler of another project of lamp; any other claims no run, so ${what}`;
      problems.warn("no-claim", message, spot);
    }
  };
  own("overlap", "runs are not kept apart; say allow, or leave it out");
  own("startBy", "a late one is not skipped; leave it out (delivery: {maxAge: …} bounds how late it is handed over)");
  return isPython ? { overlap: "allow", startBySeconds: undefined } : written;
}
