// Delivery under targets that fail for a while, for good, or answer later; and what is owed after a stop.
import { expect, test } from "vitest";
import { at, retry, startLone, throttled } from "./lone-scheduler.ts";

test("Q05: a throttled delivery is not given up before its retries, each later than the one before", async () => {
  const it = startLone(throttled);
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", retry(3, 3600));
  await it.moveTo("07:00:00");
  expect(it.attempts).toEqual([
    { at: "06:00:00", payload: '"1"' },
    { at: "06:00:01", payload: '"2"' },
    { at: "06:00:03", payload: '"3"' },
    { at: "06:00:07", payload: '"4"' },
  ]);
  expect(it.letters.map(({ attributes }) => attributes)).toMatchObject([
    {
      ERROR_CODE: { StringValue: "TooManyRequestsException" },
      EXHAUSTED_RETRY_CONDITION: { StringValue: "MaximumRetryAttempts" },
      RETRY_ATTEMPTS: { StringValue: "3" },
    },
  ]);
  expect(Object.keys(it.letters[0]?.attributes ?? {})).toHaveLength(9);
});

test("no attempt is made past the maximum event age", async () => {
  const it = startLone(throttled);
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", retry(185, 60));
  await it.moveTo("08:00:00");
  expect(it.attempts.at(-1)?.at).toBe("06:00:31");
  expect(it.letters[0]?.attributes["EXHAUSTED_RETRY_CONDITION"]?.StringValue).toBe("MaximumEventAgeInSeconds");
});

test("AWS's own defaults, 185 retries and 24 hours, do not contradict the back-off", async () => {
  const it = startLone(throttled);
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)");
  await it.clock.advanceTo(at("06:00:00") + 25 * 3_600_000, () => it.scheduler.settle());
  expect(it.attempts.length).toBeGreaterThan(180);
  expect(it.letters).toHaveLength(1);
});

test("a target that answers later is called once, and the next due time does not wait for it", async () => {
  let release = () => {};
  const it = startLone(() => new Promise((resolve) => (release = resolve)));
  it.scheduler.start();
  it.create("rate(1 minute)");
  await it.clock.advanceTo(at("06:00:30"), () => new Promise((resolve) => setImmediate(resolve)));
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["05:59:30", "06:00:30"]);
  release();
});

test("a failure of the engine's own is retried, and its dead letter says whose it is", async () => {
  const it = startLone(() => Promise.reject(new Error("broken pipe")));
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", retry(1, 3600));
  await it.moveTo("06:30:00");
  expect(it.attempts).toHaveLength(2);
  expect(it.letters[0]?.attributes["ERROR_CODE"]?.StringValue).toBe("AWS.Scheduler.InternalServerError");
});

test("a firing on record is not lost when the engine stops before its target was called", async () => {
  const first = startLone(() => new Promise(() => {}));
  first.scheduler.start();
  first.create("at(2027-03-01T06:00:00)");
  await first.clock.advanceTo(at("06:00:00"), () => new Promise((resolve) => setImmediate(resolve)));
  expect(first.attempts).toHaveLength(1);
  const second = startLone(() => {}, { store: first.store, now: at("06:00:05") });
  second.scheduler.start();
  await second.scheduler.settle();
  expect(second.attempts).toEqual([{ at: "06:00:05", payload: '"1"' }]);
});

test.each([
  ["all that is younger than two minutes", "cron(* * * * ? *)", "06:02:30", 86_400, ["06:01", "06:02"], "06:00"],
  ["of what is older the latest only", "cron(0/10 * * * ? *)", "06:35:00", 86_400, ["06:30"], undefined],
  ["nothing that is older than its maximum event age", "cron(0 6 * * ? *)", "06:30:00", 600, [], undefined],
])("after a stop fires %s", async (_what, expression, startedAt, maxAge, young, older) => {
  const input = { Input: '"<aws.scheduler.scheduled-time>"', ...retry(0, maxAge) };
  const first = startLone(() => {});
  first.create(expression, input);
  const second = startLone(() => {}, { store: first.store, now: at(startedAt) });
  second.scheduler.start();
  await second.scheduler.settle();
  const due = second.attempts.map(({ payload }) => payload.slice(12, 17));
  expect(due).toEqual([...(older ? [older] : []), ...young]);
  await second.scheduler.settle();
  expect(second.attempts).toHaveLength(due.length);
});

test("a week's stop of a job due every minute costs no week of work", async () => {
  const first = startLone(() => {});
  first.create("rate(1 minute)", retry(0, 86_400));
  const second = startLone(() => {}, { store: first.store, now: at("05:59:30") + 365 * 86_400_000 });
  second.scheduler.start();
  await second.scheduler.settle();
  expect(second.attempts.length).toBeLessThanOrEqual(4);
});

test("a clock set back fires nothing twice, and the next due time still comes", async () => {
  const first = startLone(() => {});
  first.scheduler.start();
  first.create("cron(0/10 * * * ? *)");
  await first.moveTo("06:10:00");
  await first.scheduler.stop();
  const second = startLone(() => {}, { store: first.store, now: at("05:55:00") });
  second.scheduler.start();
  await second.moveTo("06:20:00");
  expect(second.attempts.map((attempt) => attempt.at)).toEqual(["06:20:00"]);
});
