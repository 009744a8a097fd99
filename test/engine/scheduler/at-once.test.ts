// Targets that take over within the transaction in which a schedule fires: one commit, and still every retry and dead letter.
import { expect, test } from "vitest";
import { ServiceError } from "../../../src/engine/service.ts";
import { Store } from "../../../src/engine/store.ts";
import { at, retry, startLone, throttled } from "./lone-scheduler.ts";

const start = (answer: (payload: string) => void, store = Store.open(":memory:"), now = at("05:59:30")) =>
  startLone(answer, { store, now, atOnce: true });

const waiting = (store: Store) => store.get("SELECT count(*) AS count FROM scheduler_deliveries");

test("a handover that fails is tried again from the record, and ends as a dead letter", async () => {
  const it = start(throttled);
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", retry(2, 3600));
  await it.moveTo("07:00:00");
  expect(it.attempts.map((attempt) => [attempt.at, attempt.payload])).toEqual([
    ["06:00:00", '"1"'],
    ["06:00:01", '"2"'],
    ["06:00:03", '"3"'],
  ]);
  expect(it.letters).toHaveLength(1);
  expect(waiting(it.store)).toEqual({ count: 0 });
});

test("a handover that is refused for good is a dead letter at once, and the schedule goes on", async () => {
  const it = start(() => {
    throw new ServiceError("ResourceNotFoundException", "gone");
  });
  it.scheduler.start();
  it.create("rate(1 hour)");
  await it.moveTo("07:30:00");
  expect(it.letters).toHaveLength(2);
  expect(it.attempts).toHaveLength(2);
});

test("a retry that waits is not lost with a stop", async () => {
  const first = start(throttled);
  first.scheduler.start();
  first.create("at(2027-03-01T06:00:00)");
  await first.moveTo("06:00:00");
  await first.scheduler.stop();
  const second = start(() => {}, first.store, at("06:00:05"));
  second.scheduler.start();
  await second.scheduler.settle();
  expect(second.attempts).toEqual([{ at: "06:00:05", payload: '"2"' }]);
});

test("a schedule that deletes itself is not gone before its retries, and gone after them", async () => {
  let fails = true;
  const it = start(() => fails && throttled());
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", {}, { ActionAfterCompletion: "DELETE" });
  await it.moveTo("06:00:00");
  const there = () => it.store.all("SELECT name FROM scheduler_schedules");
  expect(there()).toHaveLength(1);
  fails = false;
  await it.moveTo("06:00:01");
  expect(there()).toEqual([]);
});

test("an update at the very moment a schedule completes does not lose it", async () => {
  const it = start(() => {});
  it.create("at(2027-03-01T06:00:00)", {}, { ActionAfterCompletion: "DELETE" });
  await it.clock.advanceTo(at("06:00:00"));
  it.update("at(2027-03-01T06:10:00)", {}, { ActionAfterCompletion: "DELETE" });
  it.scheduler.start();
  await it.moveTo("06:10:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["06:00:00", "06:10:00"]);
});

test("edited over and over, a schedule fires neither twice nor at a due time it no longer has", async () => {
  const it = start(() => {});
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)");
  for (let edit = 0; edit < 3_000; edit++) it.update(`at(2027-03-01T06:${String(edit % 30).padStart(2, "0")}:00)`);
  await it.moveTo("07:00:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["06:29:00"]);
});

test("a store that fails for a moment loses no firing and repeats none", async () => {
  const store = Store.open(":memory:");
  const it = start(() => {}, store);
  it.scheduler.start();
  it.create("cron(0/5 * * * ? *)");
  const transaction = store.transaction;
  let failures = 2;
  store.transaction = <T>(work: () => T): T =>
    transaction.call(store, () => {
      const result = work();
      if (failures-- > 0) throw new Error("database or disk is full");
      return result;
    }) as T;
  await it.moveTo("06:09:00");
  const committed = it.attempts.map((attempt) => attempt.at);
  expect(committed).toEqual(["06:00:00", "06:00:01", "06:00:02", "06:05:00"]);
  expect(store.all("SELECT next_due FROM scheduler_next_due")).toEqual([{ next_due: at("06:10:00") }]);
});

test("a clock set back between deciding and recording fires nothing early and loses nothing", async () => {
  const it = start(() => {});
  it.scheduler.start();
  for (let job = 0; job < 1_200; job++) it.create("at(2027-03-01T06:00:00)", {}, { Name: `job-${job}` });
  const back = at("05:59:50");
  const now = it.clock.now;
  // The first of two transactions is through when the clock jumps.
  await it.clock.advanceTo(at("06:00:00"), () => Promise.resolve());
  it.clock.now = () => back;
  await it.scheduler.settle();
  const before = it.attempts.length;
  expect(before).toBeLessThan(1_200);
  it.clock.now = now;
  await it.moveTo("06:00:10");
  expect(it.attempts).toHaveLength(1_200);
});
