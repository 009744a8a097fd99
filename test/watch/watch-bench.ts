// A ledger with a schedule in force, and the watcher's doors to a world that the test says.
import type { VirtualClock } from "../../src/core/virtual-clock.ts";
import { toRun } from "../../src/history/run.ts";
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { recordRevision } from "../../src/ledger/writes/record-revision.ts";
import type { WatchDoors } from "../../src/watch/doors.ts";
import { revision } from "../history/run-items.ts";
import type { LedgerBench } from "../ledger/ledger-bench.ts";

export type WatchWorld = Ledger & { readonly clock: VirtualClock };

export async function worldWith(bench: LedgerBench, ...revisions: readonly Partial<Revision>[]): Promise<WatchWorld> {
  const ledger = await bench.ledger();
  for (const more of revisions) await recordRevision(ledger, revision(more));
  return ledger;
}

/** AWS as sync left it, with nothing in the queues and all the time there is. */
export function doorsTo(ledger: Ledger, more: Partial<WatchDoors> = {}): WatchDoors {
  return {
    ledger,
    liveSchedule: async () => ({
      enabled: true,
      expression: "cron(0 * * * ? *)",
      timezone: "UTC",
      startAt: undefined,
      endAt: undefined,
      modifiedAt: undefined,
    }),
    queues: [],
    sendEvent: async () => {},
    remainingMs: () => 60_000,
    warn() {},
    ...more,
  };
}

/** `11:00 missed nothing arrived…`, oldest first. */
export async function rowsOf(ledger: Ledger, job = "report"): Promise<readonly string[]> {
  const { runs } = await runsOfJob(ledger, job, { limit: 1_000, newestFirst: false });
  return runs.map((item) => {
    const { due, status, reason } = toRun(item, ledger.clock.now());
    return `${due.slice(11, 16)} ${status} ${reason ?? ""}`.trim();
  });
}
