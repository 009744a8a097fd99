// Work that changes an environment, with its lock held from before it looks until after its last change.
import { parseDuration } from "../core/duration.ts";
import { systemRandom } from "../core/random.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EnvironmentLocked, UsageError } from "./errors.ts";
import { HeldSyncLock, type LockRequest } from "./sync-lock.ts";

/** Commands of a moment wait each other out; a sync is waited for only when that was asked for. */
export const SHORT_PATIENCE_MS = 15_000;

/** What a change asks before it is made. */
export interface ChangeGate {
  /** Why it may not be; undefined when it may. `makesLedger`: it makes the very table that holds the lock. */
  obstacle(makesLedger: boolean): Promise<string | undefined>;
  /** A command that held the lock died or failed: what it put in force may not be on record. Told to each until it is settled. */
  unsettled(): boolean;
  settle(isSettled: boolean): void;
}

/** Before a first sync there is no ledger and so no lock: it is taken as soon as the table is there. Of two first syncs one
 * gets it, and the other, whose plan is old by then, changes nothing more. */
export async function withSyncLock<T>(
  { ledger }: Connection,
  line: CommandLine,
  { what, patienceMs }: Pick<LockRequest, "what" | "patienceMs">,
  work: (gate: ChangeGate) => Promise<T>,
): Promise<T> {
  const by = caller(line.terminal.variables);
  const signal = line.terminal.interrupted;
  const take = (patience: number) =>
    HeldSyncLock.take({ ledger, clock: ledger.clock, random: systemRandom, by, what, patienceMs: patience, signal });
  let lock = await unlessNoLedger(take(patienceMs));
  let late: Promise<string | undefined> | undefined;
  const takeLate = async (): Promise<string | undefined> => {
    try {
      lock = await unlessNoLedger(take(0));
    } catch (error) {
      if (error instanceof EnvironmentLocked) return "another first sync began at the same time: sync again";
      throw error;
    }
    return lock ? undefined : "the ledger is not there, which keeps two syncs apart";
  };
  const obstacle = async (makesLedger: boolean): Promise<string | undefined> => {
    if (!lock && makesLedger) return undefined;
    // Changes go side by side, and share the one attempt.
    if (!lock) late ??= takeLate();
    return (await late) ?? lock?.obstacle();
  };
  try {
    const settle = (isSettled: boolean) => lock?.settle(isSettled);
    return await work({ obstacle, unsettled: () => lock?.unsettled === true, settle });
  } catch (error) {
    lock?.settle(false);
    throw error;
  } finally {
    await lock?.release().catch(() => {});
  }
}

/** DynamoDB answers so for a table that does not exist (DynamoDB API, UpdateItem). */
async function unlessNoLedger(taking: Promise<HeldSyncLock>): Promise<HeldSyncLock | undefined> {
  try {
    return await taking;
  } catch (error) {
    if ((error as { awsCode?: string }).awsCode === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

export function patienceOf({ options }: CommandLine): number {
  const text = options.text("waitLock");
  if (text === undefined) return 0;
  const ms = parseDuration(text);
  if (ms === undefined) throw new UsageError(`--wait-lock: expected a span like 5m, got "${text}"`);
  return ms;
}
