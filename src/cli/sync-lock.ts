// Holds the sync lock while a command changes an environment: kept alive by a beat, looked at before every change.
import { abortableSleep } from "../core/abortable-sleep.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import type { Random } from "../core/random.ts";
import type { Ledger } from "../ledger/ledger.ts";
import {
  LEDGER_FORMAT,
  type LockAnswer,
  releaseSyncLock,
  renewSyncLock,
  SYNC_LEASE_MS,
  type SyncLock,
  takeSyncLock,
} from "../ledger/writes/sync-lock.ts";
import { EnvironmentLocked, NewerLedger } from "./errors.ts";
import { unlessNoLedger } from "./unless-no-ledger.ts";

const BEAT_MS = SYNC_LEASE_MS / 3;
/** No change is begun with less of the lease left: it has to have been answered before somebody else may begin. */
const LEAST_LEFT_MS = SYNC_LEASE_MS / 2;
const POLL_MS = 500;

export interface LockRequest {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly by: string;
  /** `lamp sync` */
  readonly what: string;
  /** How long to wait for another holder; 0 refuses at once. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

export class HeldSyncLock {
  readonly #request: LockRequest;
  #lock: SyncLock;
  #lost = false;
  #timer: Timer | undefined;

  private constructor(request: LockRequest, lock: SyncLock) {
    this.#request = request;
    this.#lock = lock;
    this.#beat();
  }

  /** Throws EnvironmentLocked, naming the holder, when it is not to be had in time. */
  static async take(request: LockRequest): Promise<HeldSyncLock> {
    const owner = request.random.hex(8);
    const deadline = request.clock.now() + request.patienceMs;
    for (;;) {
      const answer: LockAnswer = await takeSyncLock(request.ledger, { owner, by: request.by, what: request.what });
      if (answer.kind === "taken") return new HeldSyncLock(request, answer.lock);
      if (answer.kind === "newer") throw new NewerLedger(answer.format, LEDGER_FORMAT);
      if (request.clock.now() + POLL_MS > deadline) throw new EnvironmentLocked(answer.lock, request.clock.now());
      await abortableSleep(request.clock, POLL_MS, request.signal);
    }
  }

  /** Why nothing may be changed any more; undefined while the lock is ours for long enough. */
  async obstacle(): Promise<string | undefined> {
    try {
      if (!this.#lost && !this.#isFresh()) await this.#renew();
    } catch (error) {
      return `the lock that keeps others away could not be renewed: ${messageOf(error)}`;
    }
    if (!this.#lost) return undefined;
    return "this command was away for so long that another may have begun; look at lamp plan, then sync again";
  }

  /** A lease longer than it can be is one whose clock was set back. */
  #isFresh(): boolean {
    const left = this.#lock.leaseUntil - this.#request.clock.now();
    return left >= LEAST_LEFT_MS && left <= SYNC_LEASE_MS;
  }

  /** Nobody had it before, since there is a ledger: what was planned before it was taken still holds. */
  get isFirst(): boolean {
    return this.#lock.isFirst;
  }

  /** A holder before this one died: what it put in force may not be on record. */
  get unsettled(): boolean {
    return this.#lock.unsettled;
  }

  /** Whether what was put in force is on record. */
  settle(isSettled: boolean): void {
    this.#lock = { ...this.#lock, unsettled: !isSettled };
  }

  async release(): Promise<void> {
    this.#timer?.cancel();
    await releaseSyncLock(this.#request.ledger, this.#lock);
  }

  #beat(): void {
    const { clock } = this.#request;
    this.#timer = clock.setTimer(clock.now() + BEAT_MS, () => {
      // One that goes unanswered is made up for by the next, or by the look before a change.
      void this.#renew().catch(() => {});
      if (!this.#lost) this.#beat();
    });
  }

  async #renew(): Promise<void> {
    const renewed = await unlessNoLedger(renewSyncLock(this.#request.ledger, this.#lock));
    if (renewed) this.#lock = { ...renewed, unsettled: this.#lock.unsettled };
    else this.#lost = true;
  }
}
