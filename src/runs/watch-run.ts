// Follows one run until it ends, telling what changed on the way.
import { abortableSleep } from "../core/abortable-sleep.ts";
import { type Run, toRun } from "../history/run.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { findRun } from "../ledger/reads/find-run.ts";

const FIRST_POLL_MS = 50;
const SLOWEST_POLL_MS = 1_000;

const ENDED = new Set(["succeeded", "failed", "dead", "skipped", "missed"]);

export interface Watch {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Called with each new state, and at the end. */
  onChange(run: Run): void | Promise<void>;
}

/** Resolves with the run as it ended; rejects with the signal's reason when it is aborted. Polls seldom while nothing changes. */
export async function watchRun(ledger: Ledger, watch: Watch): Promise<Run> {
  let shown = "";
  let pause = FIRST_POLL_MS;
  for (;;) {
    const item = await findRun(ledger, watch.runId);
    const run = item && toRun(item, ledger.clock.now());
    if (run) {
      const text = JSON.stringify([run.status, run.progress, run.attempts.length]);
      pause = text === shown ? Math.min(SLOWEST_POLL_MS, pause * 1.5) : FIRST_POLL_MS;
      if (text !== shown) await watch.onChange(run);
      shown = text;
      if (ENDED.has(run.status)) return run;
    }
    await abortableSleep(ledger.clock, pause, watch.signal);
  }
}
