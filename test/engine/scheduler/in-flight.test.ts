// What is changed, disabled, deleted or made again while a firing is on its way: nothing is lost, nothing comes twice.
import { expect, test } from "vitest";
import { retry, startLone, throttled } from "./lone-scheduler.ts";

const ONCE = "at(2027-03-01T06:00:00)";
const DUE = '"<aws.scheduler.scheduled-time> v1"';

/** A function that refuses until it is told otherwise. */
function startRefusing() {
  let refuse = true;
  const it = startLone(() => (refuse ? throttled() : undefined));
  it.scheduler.start();
  return { ...it, accept: () => (refuse = false) };
}

test("C05: an update does not reach a delivery that is being retried, nor take its attempts away", async () => {
  const it = startRefusing();
  it.create("cron(0 6 * * ? *)", { Input: DUE, ...retry(20, 3600) });
  await it.moveTo("06:00:02");
  it.update("cron(0 6 * * ? *)", { Input: '"v2"', ...retry(0, 60) });
  it.accept();
  await it.moveTo("06:30:00");
  expect(new Set(it.attempts.map(({ payload }) => payload))).toEqual(new Set(['"2027-03-01T06:00:00Z v1"']));
  expect(it.attempts.at(-1)?.at).toBe("06:00:03");
  expect(it.letters).toEqual([]);
});

test("C08: disabling does not lose a delivery that is being retried, and stops the next due time", async () => {
  const it = startRefusing();
  it.create("cron(0/10 6 * * ? *)", { Input: DUE, ...retry(20, 3600) });
  await it.moveTo("06:00:02");
  it.update("cron(0/10 6 * * ? *)", {}, { State: "DISABLED" });
  it.accept();
  await it.moveTo("06:55:00");
  expect(it.attempts.at(-1)).toEqual({ at: "06:00:03", payload: '"2027-03-01T06:00:00Z v1"' });
});

test("deleting does not lose a delivery that is being retried: it ends at the function or as a dead letter", async () => {
  const it = startRefusing();
  it.create(ONCE, { Input: DUE, ...retry(2, 3600) });
  await it.moveTo("06:00:00");
  it.call("DeleteSchedule", { Name: "job" });
  await it.moveTo("06:30:00");
  expect(it.attempts).toHaveLength(3);
  expect(it.letters).toHaveLength(1);
});

test("C06: a schedule removed and made again within a second is not left unarmed", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("cron(0/10 6 * * ? *)", { Input: DUE });
  await it.moveTo("05:59:59");
  it.call("DeleteSchedule", { Name: "job" });
  it.create("cron(0/10 6 * * ? *)", { Input: DUE });
  await it.moveTo("06:15:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["06:00:00", "06:10:00"]);
});

test("C07: a thousand equal updates from four sides do not make a second schedule, nor disarm the one", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("rate(10 minutes)", { Input: DUE });
  const side = async () => {
    for (let round = 0; round < 250; round++) {
      await Promise.resolve();
      it.update("rate(10 minutes)", { Input: DUE });
    }
  };
  await Promise.all([side(), side(), side(), side()]);
  await it.moveTo("06:15:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["05:59:30", "06:09:30"]);
  expect(it.call("ListSchedules", {})).toMatchObject({ Schedules: [{ Name: "job" }] });
});

test("C09: a group deleted while its schedules fire loses no due time from before it was gone, and fires none after", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.call("CreateScheduleGroup", { Name: "going" });
  it.create("cron(* * * * ? *)", { Input: DUE }, { GroupName: "going" });
  await it.moveTo("05:59:59");
  it.call("DeleteScheduleGroup", { Name: "going" });
  // The group is gone at 06:00:00, and the schedule is due at the very same moment.
  await it.moveTo("06:05:00");
  expect(it.attempts).toEqual([{ at: "06:00:00", payload: '"2027-03-01T06:00:00Z v1"' }]);
  expect(() => it.call("GetScheduleGroup", { Name: "going" })).toThrow(/does not exist/);
});

test("a request repeated with its token is not refused for what has changed since, and one with other content is", async () => {
  const it = startLone(() => {});
  const dates = { StartDate: it.clock.now() / 1000 };
  const first = it.create("rate(1 day)", {}, { ...dates, ClientToken: "t" });
  await it.moveTo("06:10:00");
  expect(it.create("rate(1 day)", {}, { ...dates, ClientToken: "t" })).toEqual(first);
  expect(() => it.create("rate(2 days)", {}, { ...dates, ClientToken: "t" })).toThrow(/ClientToken/);
  expect(() => it.create("rate(1 day)", {}, { ...dates, ClientToken: "other" })).toThrow(/StartDate/);
});

test("a payload that outgrows its queue is cut in the dead letter, and the letter says so", async () => {
  const it = startLone(() => {
    throw Object.assign(new Error("\u0000too large"), { name: "ServiceError" });
  });
  it.scheduler.start();
  it.create(
    ONCE,
    { Input: `"${"<aws.scheduler.schedule-arn>".repeat(9_000)}${"x".repeat(9_000)}"`, ...retry(0, 60) },
    { Name: "n".repeat(64), GroupName: "default" },
  );
  await it.moveTo("06:00:00");
  expect(Buffer.byteLength(it.letters[0]?.body ?? "")).toBeGreaterThan(1_000_000);
  expect(it.letters[0]?.attributes).toMatchObject({
    IS_PAYLOAD_TRUNCATED: { StringValue: "true" },
    ERROR_MESSAGE: { StringValue: "\ufffdtoo large" },
  });
});
