// Due times without a run, as the history shows them: missed, or skipped in a pause.
import type { EngineSpan } from "../ledger/engine-spans.ts";
import { isoSeconds, runKeyOf } from "../ledger/keys.ts";
import { causeOfHole, neverArrived } from "./cause-of-hole.ts";
import { findHoles, type Hole, type HoleSearch } from "./holes.ts";
import { isoOf, type Run, type RunStatus, statusOfCause } from "./run.ts";

export interface MissedInput extends HoleSearch {
  /** When the local engine ran; left out for AWS. */
  readonly engine?: readonly EngineSpan[] | undefined;
}

/** Oldest first, with those that may still be told of (pending). What the watcher has written down is a row of its own by then, and not among them. */
export function missedRuns(input: MissedInput): readonly Run[] {
  return findHoles({ ...input, awaited: true }).map((hole) => {
    if (hole.awaitedUntil !== undefined)
      return runWithoutRow(input.job, hole, "pending", awaitedText(hole.awaitedUntil));
    const cause = causeOfHole(hole, input.engine ?? []) ?? neverArrived(hole.revision);
    return runWithoutRow(input.job, hole, statusOfCause(cause.kind), cause.text);
  });
}

const awaitedText = (until: number): string =>
  `its function tells only how it ended: it may be running, and counts as missed from ${isoSeconds(until)} on`;

function runWithoutRow(job: string, { revision, dueAt }: Hole, status: RunStatus, reason: string): Run {
  return {
    id: null,
    key: runKeyOf(job, dueAt),
    job,
    schedule: revision.schedule,
    trigger: "schedule",
    by: null,
    due: isoOf(dueAt),
    startedAt: null,
    endedAt: null,
    durationMs: null,
    status,
    reason,
    attempts: [],
    progress: null,
    input: null,
    result: null,
    memoryMb: null,
    function: null,
    cost: null,
  };
}
