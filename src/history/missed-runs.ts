// Due times without a run, as the history shows them: missed, or skipped in a pause.
import type { EngineSpan } from "../ledger/engine-spans.ts";
import type { Cause } from "../ledger/items/cause.ts";
import { runKeyOf } from "../ledger/keys.ts";
import { causeOfHole, NEVER_ARRIVED } from "./cause-of-hole.ts";
import { findHoles, type Hole, type HoleSearch } from "./holes.ts";
import { isoOf, type Run, statusOfCause } from "./run.ts";

export interface MissedInput extends HoleSearch {
  /** When the local engine ran; left out for AWS. */
  readonly engine?: readonly EngineSpan[] | undefined;
}

/** Oldest first. What the watcher has written down is a row of its own by then, and not among them. */
export function missedRuns(input: MissedInput): readonly Run[] {
  return findHoles(input).map((hole) =>
    runThatWasNot(input.job, hole, causeOfHole(hole, input.engine ?? []) ?? NEVER_ARRIVED),
  );
}

function runThatWasNot(job: string, { revision, dueAt }: Hole, cause: Cause): Run {
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
    status: statusOfCause(cause.kind),
    reason: cause.text,
    attempts: [],
    progress: null,
    input: null,
    result: null,
    memoryMb: null,
    function: null,
    cost: null,
  };
}
