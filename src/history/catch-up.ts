// Which due times that were missed, or held back by a pause, a job's catch-up rule makes up for. Pure.
import type { Revision } from "../ledger/items/revision-item.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import { findHoles } from "./holes.ts";

export interface CatchUpInput {
  readonly job: string;
  readonly names?: readonly string[];
  /** last: the newest due time alone, and only if no later one has run; all: every one, oldest first. */
  readonly rule: "last" | "all";
  readonly windowSeconds: number;
  readonly revisions: readonly Revision[];
  /** The job's runs due within the window: all of them, or one that ran is run again for nothing. */
  readonly runs: readonly RunItem[];
  readonly now: number;
}

/** Epoch milliseconds, oldest first. A due time that has a run, however it ended, is not among them: each is made up for once. */
export function toCatchUp({ rule, windowSeconds, ...input }: CatchUpInput): readonly number[] {
  const { runs, now } = input;
  // What the watcher wrote down is still to be made up for.
  const arrived = runs.filter(({ state }) => state !== "missed");
  const times = findHoles({ ...input, runs: arrived, fromAt: now - windowSeconds * 1_000, toAt: now }).map(
    ({ dueAt }) => dueAt,
  );
  if (rule === "all") return times;
  const newest = times.at(-1);
  const isOvertaken = arrived.some(({ trigger, dueAt }) => OF_A_DUE_TIME.has(trigger) && dueAt > (newest ?? 0));
  return newest === undefined || isOvertaken ? [] : [newest];
}

/** A run by hand is due when it was asked for, and makes up for nothing. */
const OF_A_DUE_TIME: ReadonlySet<string> = new Set(["schedule", "backfill", "redrive"]);
