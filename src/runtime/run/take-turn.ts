// What becomes of a run that is due while another of its job is going on, by the job's overlap rule.
import { sleep } from "../../core/clock.ts";
import type { RunPolicy } from "../../ledger/envelope.ts";
import type { RunItem } from "../../ledger/items/run-item.ts";
import { parseRunId } from "../../ledger/keys.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { enterQueue } from "../../ledger/writes/enter-queue.ts";
import { acquireOverlapLock, type LockHeld } from "../../ledger/writes/overlap-lock.ts";
import { requestCancel } from "../../ledger/writes/request-cancel.ts";

export type Turn =
  | { readonly kind: "go" }
  | { readonly kind: "skip" }
  /** It waits; `now` when the run before it has ended meanwhile, so that nobody but this one can start it. */
  | { readonly kind: "queued"; readonly behind: string; readonly now: boolean };

/** How long the new run waits for the old one to stop: a part of its own time, which is paid for. */
const WAIT_PART = 4;
const LONGEST_WAIT_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** A run that ran out of time is over at its deadline: that near, it is waited for. */
const SHORT_WAIT_MS = 2_000;

const GO: Turn = { kind: "go" };
const SKIP: Turn = { kind: "skip" };

/** Under whose name a job's runs take turns: the oldest that may still be in use, as a run of that name knows no other. */
export const turnsOf = (job: string, { was }: RunPolicy): string => was.at(-1) ?? job;

/** `event` starts this run again. */
export async function takeTurn(ledger: Ledger, run: RunItem, policy: RunPolicy, event: string): Promise<Turn> {
  const { overlap } = policy;
  if (overlap === "allow") return GO;
  const turns = turnsOf(run.job, policy);
  const lock = await acquireOverlapLock(ledger, run, turns);
  if (lock.kind === "acquired") return GO;
  if (overlap === "cancel") return outlast(ledger, run, turns, lock);
  return overlap === "queue" ? waitBehind(ledger, run, turns, lock, event) : SKIP;
}

/** Asks every holder once, and gives way to one that is due later: the newest of several is the one that runs. */
async function outlast(ledger: Ledger, run: RunItem, turns: string, first: LockHeld): Promise<Turn> {
  const { clock } = ledger;
  const until = clock.now() + Math.min(LONGEST_WAIT_MS, ((run.leaseUntil ?? 0) - clock.now()) / WAIT_PART);
  let asked: string | undefined;
  for (let held = first; ; ) {
    if ((parseRunId(held.by)?.dueAt ?? 0) > run.dueAt) return SKIP;
    if (asked !== held.by) {
      await requestCancel(ledger, held.by, { by: run.runId, reason: "it is due (overlap: cancel)" });
      asked = held.by;
    }
    if (clock.now() >= until) return SKIP;
    await sleep(clock, Math.min(LOOK_EVERY_MS, until - clock.now()));
    const lock = await acquireOverlapLock(ledger, run, turns);
    if (lock.kind === "acquired") return GO;
    held = lock;
  }
}

async function waitBehind(ledger: Ledger, run: RunItem, turns: string, held: LockHeld, event: string): Promise<Turn> {
  const left = held.until - ledger.clock.now();
  if (left <= SHORT_WAIT_MS) {
    await sleep(ledger.clock, Math.max(0, left) + 1);
    if ((await acquireOverlapLock(ledger, run, turns)).kind === "acquired") return GO;
  }
  if (!(await enterQueue(ledger, run, turns, event, held.by))) return SKIP;
  // Who ends looks into the queue after, who waits looks at the lock after: one of them sees the other.
  const { kind } = await acquireOverlapLock(ledger, run, turns);
  return { kind: "queued", behind: held.by, now: kind === "acquired" };
}
