// The sync lock: never two holders, never a dead one for ever, and nothing written under an earlier holding.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HeldSyncLock, type LockRequest } from "../../src/cli/sync-lock.ts";
import { systemRandom } from "../../src/core/random.ts";
import type { VirtualClock } from "../../src/core/virtual-clock.ts";
import { marshalItem } from "../../src/ledger/items/attribute-value.ts";
import { SYNC_LOCK } from "../../src/ledger/keys.ts";
import { type Ledger, send } from "../../src/ledger/ledger.ts";
import {
  LEDGER_FORMAT,
  releaseSyncLock,
  renewSyncLock,
  SYNC_LEASE_MS,
  takeSyncLock,
} from "../../src/ledger/writes/sync-lock.ts";
import { type LedgerBench, openLedgerBench } from "./ledger-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

type TestLedger = Ledger & { readonly clock: VirtualClock };
async function ask(ledger: TestLedger, owner: string) {
  const answer = await takeSyncLock(ledger, { owner, by: owner, what: "lamp sync" });
  if (answer.kind === "newer") throw new Error(`format ${answer.format}`);
  return answer;
}
const request = (ledger: TestLedger): LockRequest => ({
  ledger,
  clock: ledger.clock,
  random: systemRandom,
  by: "ada",
  what: "lamp sync",
  patienceMs: 0,
  signal: new AbortController().signal,
});

describe("the lock of an environment", () => {
  test("C01: is not had by two, however many ask at once", async () => {
    const ledger = await bench.ledger();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(ledger, `o-${index}`)));
    const taken = answers.filter(({ kind }) => kind === "taken");
    expect(taken).toHaveLength(1);
    for (const { lock } of answers) expect(lock.owner).toBe(taken[0]?.lock.owner);
  });

  test("C04: does not outlive its holder by more than the lease, and its fence never goes back", async () => {
    const ledger = await bench.ledger();
    const first = await ask(ledger, "killed");
    await ledger.clock.advanceTo(ledger.clock.now() + SYNC_LEASE_MS);
    expect((await ask(ledger, "next")).kind).toBe("held");
    await ledger.clock.advanceTo(ledger.clock.now() + 1);
    const second = await ask(ledger, "next");
    expect(second).toMatchObject({ kind: "taken", lock: { fence: first.lock.fence + 1 } });
    expect(await renewSyncLock(ledger, first.lock)).toBeUndefined();
    await releaseSyncLock(ledger, first.lock);
    expect((await ask(ledger, "third")).kind).toBe("held");
    await releaseSyncLock(ledger, second.lock);
    expect(await ask(ledger, "third")).toMatchObject({ kind: "taken", lock: { fence: second.lock.fence + 1 } });
  });
});

describe("an environment that a later version of lamp keeps", () => {
  test("L18: is not changed by this one, which says so", async () => {
    const ledger = await bench.ledger();
    await (await HeldSyncLock.take(request(ledger))).release();
    await send(ledger, "UpdateItem", {
      Key: marshalItem({ ...SYNC_LOCK }),
      UpdateExpression: "SET #format = :later",
      ExpressionAttributeValues: marshalItem({ ":later": LEDGER_FORMAT + 1 }),
    });
    const later = `ledger format ${LEDGER_FORMAT + 1}; this one knows ${LEDGER_FORMAT}`;
    await expect(HeldSyncLock.take(request(ledger))).rejects.toThrow(later);
  });
});

describe("a holder that died", () => {
  test("is not forgotten before somebody has put on record what it left, and is then", async () => {
    const ledger = await bench.ledger();
    const dead = await ask(ledger, "killed");
    expect(dead.lock.unsettled).toBe(false);
    await ledger.clock.advanceTo(ledger.clock.now() + SYNC_LEASE_MS + 1);
    const second = await HeldSyncLock.take(request(ledger));
    expect(second.unsettled).toBe(true);
    await second.release();
    const third = await HeldSyncLock.take(request(ledger));
    expect(third.unsettled).toBe(true);
    third.settle(true);
    await third.release();
    const fourth = await HeldSyncLock.take(request(ledger));
    expect(fourth.unsettled).toBe(false);
    await fourth.release();
  });
});

describe("a request to take it that arrives twice", () => {
  test("does not shut its own holder out, nor leave the environment locked", async () => {
    const ledger = await bench.ledger();
    const { lock } = await ask(ledger, "one");
    await ask(ledger, "one");
    const renewed = await renewSyncLock(ledger, lock);
    expect(renewed).toMatchObject({ owner: "one" });
    await releaseSyncLock(ledger, lock);
    expect((await ask(ledger, "next")).kind).toBe("taken");
  });
});

describe("a command that holds it", () => {
  test("does not lose it while it works, however long", async () => {
    const ledger = await bench.ledger();
    const held = await HeldSyncLock.take(request(ledger));
    for (let beat = 0; beat < 12; beat++) {
      await ledger.clock.advanceTo(ledger.clock.now() + SYNC_LEASE_MS / 4);
      expect(await held.obstacle()).toBeUndefined();
    }
    await expect(HeldSyncLock.take(request(ledger))).rejects.toThrow(/ada runs lamp sync here since 180 s/);
    await held.release();
    await (await HeldSyncLock.take(request(ledger))).release();
  });

  test("C02: does not change anything more when it was away and another began meanwhile", async () => {
    const ledger = await bench.ledger();
    const stopped = {
      ...request(ledger),
      clock: { ...ledger.clock, now: () => ledger.clock.now(), setTimer: () => ({ cancel() {} }) },
    };
    const held = await HeldSyncLock.take(stopped);
    expect(await held.obstacle()).toBeUndefined();
    await ledger.clock.advanceTo(ledger.clock.now() + SYNC_LEASE_MS + 1);
    const other = await HeldSyncLock.take(request(ledger));
    expect(await held.obstacle()).toMatch(/another may have begun/);
    await held.release();
    expect(await other.obstacle()).toBeUndefined();
    await other.release();
  });
});
