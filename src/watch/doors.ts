// What a look asks of the world: the ledger, what AWS has of a schedule, the queues of dead letters, and the time left.
import type { Ledger } from "../ledger/ledger.ts";
import type { LetterQueue } from "../runs/dead-letters/letter-queue.ts";

/** A schedule as the Scheduler has it now; times in epoch milliseconds. */
export interface LiveSchedule {
  readonly enabled: boolean;
  readonly expression: string;
  readonly timezone: string;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly modifiedAt: number | undefined;
}

export interface WatchDoors {
  readonly ledger: Ledger;
  /** undefined when there is no such schedule. */
  liveSchedule(name: string): Promise<LiveSchedule | undefined>;
  /** The app's own two. */
  readonly queues: readonly LetterQueue[];
  /** Starts a run of its own by the event given. */
  sendEvent(functionArn: string, event: string): Promise<void>;
  /** Of this invocation. */
  remainingMs(): number;
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}
