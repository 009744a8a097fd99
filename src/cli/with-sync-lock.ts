// Work that changes an environment, with its lock held from before it looks until after its last change.
import { clientsUnder } from "../aws/clients-under.ts";
import { parseDuration } from "../core/duration.ts";
import { systemRandom } from "../core/random.ts";
import { dynamoUnder } from "../ledger/dynamo-under.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EnvironmentLocked, LockLost, UsageError } from "./errors.ts";
import { HeldSyncLock, type LockRequest } from "./sync-lock.ts";
import { unlessNoLedger } from "./unless-no-ledger.ts";

/** Commands of a moment wait each other out; a sync is waited for only when that was asked for. */
export const SHORT_PATIENCE_MS = 15_000;

const OTHER_FIRST = "another first sync began at the same time: sync again";

/** What a change asks before it is made. */
export interface ChangeGate {
  /** Why it may not be; undefined when it may. `needsNoLedger`: it makes the very table that holds the lock, or is of a
   * destroy, after whose end there is none. */
  obstacle(needsNoLedger: boolean): Promise<string | undefined>;
  /** A command that held the lock died or failed: what it put in force may not be on record. Told to each until it is settled. */
  unsettled(): boolean;
  settle(isSettled: boolean): void;
}

/** Before a first sync there is no ledger and so no lock: it is taken as soon as the table is there. Of two first syncs one
 * gets it, and the other, whose plan is old by then, changes nothing more. `locked` is the connection for the work: each
 * of its requests that changes something is refused once the lock is lost, and none is sent. */
export async function withSyncLock<T>(
  connection: Connection,
  line: CommandLine,
  { what, patienceMs }: Pick<LockRequest, "what" | "patienceMs">,
  work: (locked: Connection, gate: ChangeGate) => Promise<T>,
): Promise<T> {
  const { ledger } = connection;
  const asker = { ledger, clock: ledger.clock, random: systemRandom, by: caller(line.terminal.variables), what };
  const take = (patience: number) =>
    unlessNoLedger(HeldSyncLock.take({ ...asker, patienceMs: patience, signal: line.terminal.interrupted }));
  let lock = await take(patienceMs);
  let late: Promise<string | undefined> | undefined;
  const takeLate = async (): Promise<string | undefined> => {
    try {
      lock = await take(0);
      return lock === undefined || lock.isFirst ? undefined : OTHER_FIRST;
    } catch (error) {
      if (error instanceof EnvironmentLocked)
        return `${error.holder.by} began ${error.holder.what} here at the same time: sync again`;
      throw error;
    } finally {
      if (!lock) late = undefined;
    }
  };
  const obstacle = async (needsNoLedger: boolean): Promise<string | undefined> => {
    // Changes go side by side, and share the one attempt.
    if (!lock) late ??= takeLate();
    const why = await late;
    if (why !== undefined || lock) return why ?? lock?.obstacle();
    return needsNoLedger ? undefined : "the ledger is not there, which keeps two syncs apart";
  };
  const ask = async (): Promise<void> => {
    const why = await obstacle(true);
    if (why !== undefined) throw new LockLost(why);
  };
  const locked = {
    ...connection,
    clients: clientsUnder(connection.clients, ask),
    ledger: { ...ledger, dynamo: dynamoUnder(ledger.dynamo, ask) },
  };
  try {
    const settle = (isSettled: boolean) => lock?.settle(isSettled);
    return await work(locked, { obstacle, unsettled: () => lock?.unsettled === true, settle });
  } catch (error) {
    lock?.settle(false);
    throw error;
  } finally {
    await lock?.release().catch(() => {});
  }
}

export function patienceOf({ options }: CommandLine): number {
  const text = options.text("waitLock");
  if (text === undefined) return 0;
  const ms = parseDuration(text);
  if (ms === undefined) throw new UsageError(`--wait-lock: expected a span like 5m, got "${text}"`);
  return ms;
}
