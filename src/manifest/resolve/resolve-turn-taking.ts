// Whether a run may start: overlap and startBy, which our wrapper sees to when it claims a run, and nobody without it.
import { recordsRuns } from "../code.ts";
import type { Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

/** What is inherited and cannot hold for the job does not; what it says itself and cannot hold is a problem. */
export function resolveTurnTaking(
  layers: Layers,
  code: Job["code"],
  problems: Problems,
): Pick<Job, "overlap" | "startBySeconds"> {
  const overlap = layers.value("overlap");
  if (recordsRuns({ code })) return { overlap: overlap ?? "skip", startBySeconds: layers.value("startBy") };
  const what = "function" in code ? "function: names one that claims" : "a Python handler claims";
  if (layers.has("overlap", false) && overlap !== undefined && overlap !== "allow") {
    const message = `overlap: ${what} no run before it starts, so runs are not kept apart; expected allow, or leave it out`;
    problems.error("conflict", message, layers.keySpot("overlap"));
  }
  if (layers.has("startBy", false)) {
    const message = `startBy: ${what} no run before it starts, so a late one is not skipped; leave it out (delivery: {maxAge: …} bounds how late it is handed over)`;
    problems.error("conflict", message, layers.keySpot("startBy"));
  }
  return { overlap: "allow", startBySeconds: undefined };
}
