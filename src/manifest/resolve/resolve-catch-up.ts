// What becomes of due times that nothing arrived for, or that a pause held back: whether they are made up for, and how far back.
import { recordsRuns } from "../code.ts";
import type { CatchUp, Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Layers } from "./layers.ts";

const DEFAULT_WINDOW_SECONDS = 86_400;

/** A rule that is inherited and cannot hold for the job is none; one of the job's own is a problem. */
export function resolveCatchUp(
  layers: Layers,
  job: Pick<Job, "schedules" | "code" | "keepDays">,
  problems: Problems,
): CatchUp | undefined {
  const written = layers.value("catchUp");
  const { runs, window } = typeof written === "object" ? written : { runs: written, window: undefined };
  if (runs === undefined || runs === "none") return undefined;
  const windowSeconds = window ?? DEFAULT_WINDOW_SECONDS;
  const obstacle = obstacleOf(job, windowSeconds);
  if (obstacle === undefined) return { runs, windowSeconds };
  if (layers.has("catchUp", false)) problems.error("conflict", `catchUp: ${obstacle}`, layers.keySpot("catchUp"));
  return undefined;
}

function obstacleOf({ schedules, code, keepDays }: Pick<Job, "schedules" | "code" | "keepDays">, seconds: number) {
  if ("function" in code) return "function: names one that records no runs, so nothing says which due times have run";
  if (!recordsRuns({ code })) return "a Python handler records no runs, so nothing says which due times have run";
  if (schedules.length === 0) return "the job has no schedule, so nothing is due that could be made up for";
  if (schedules.some(({ expression, startAt }) => expression.kind === "rate" && startAt === undefined))
    return "a rate without start: has no due times of its own; give it start:, or use a cron expression";
  if (seconds > keepDays * 86_400)
    return "its window is longer than keep:, after which runs are forgotten and would look as if they were missed";
  return undefined;
}
