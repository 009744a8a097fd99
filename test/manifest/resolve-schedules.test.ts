// Schedules of jobs: what they become, and where the file is wrong about them.
import { describe, expect, test } from "vitest";
import { modelOf, problemsOf, withJob } from "./load.ts";

const CODE = "handler: jobs/a.ts";

/** Name, AWS expression and zone of each schedule of the one job. */
function schedulesOf(...lines: string[]): unknown[] {
  const [job] = modelOf(withJob(CODE, ...lines)).jobs;
  return (job?.schedules ?? []).map(({ name, expression, timezone }) => [name, expression.text, timezone]);
}

describe("a job's schedule", () => {
  test("is nameless when it is the only one", () => {
    expect(schedulesOf("schedule: cron(30 2 ? * MON-FRI *)")).toEqual([[undefined, "cron(30 2 ? * MON-FRI *)", "UTC"]]);
  });

  test("keeps its weekdays when it is Unix cron", () => {
    expect(schedulesOf('schedule: "0 6 * * 1-5"', "timezone: Europe/Berlin")).toEqual([
      [undefined, "cron(0 6 ? * MON-FRI *)", "Europe/Berlin"],
    ]);
  });

  test("becomes two when Unix cron names a date or a weekday", () => {
    expect(schedulesOf('schedule: "0 6 1 * 1"')).toEqual([
      ["dom", "cron(0 6 1 * ? *)", "UTC"],
      ["dow", "cron(0 6 ? * MON *)", "UTC"],
    ]);
  });

  test("keeps its own name when it has one, before the day's", () => {
    expect(
      schedulesOf('schedule: {early: "0 6 1 * 1", hourly: rate(1 hour)}').map((one) => (one as string[])[0]),
    ).toEqual(["early-dom", "early-dow", "hourly"]);
  });

  test("is in the zone it says itself before that of its job", () => {
    expect(schedulesOf('schedule: "CRON_TZ=Asia/Tokyo 0 6 * * *"', "timezone: Europe/Berlin")).toEqual([
      [undefined, "cron(0 6 * * ? *)", "Asia/Tokyo"],
    ]);
  });

  test("is live between instants with a window of whole minutes", () => {
    const lines = [
      "schedule: rate(1 hour)",
      "start: 2027-01-01T00:00:00Z",
      "end: 2027-02-01T00:00+01:00",
      "window: 2h",
    ];
    const [job] = modelOf(withJob(CODE, ...lines)).jobs;
    expect(job?.schedules[0]).toMatchObject({
      startAt: Date.UTC(2027, 0, 1),
      endAt: Date.UTC(2027, 0, 31, 23),
      windowMinutes: 120,
    });
  });

  test("takes its zone from the defaults before the file's", () => {
    const text = `timezone: Asia/Tokyo\ndefaults: {timezone: Europe/Paris}\n${withJob(CODE, "schedule: rate(1 day)")}`;
    expect(modelOf(text).jobs[0]?.schedules[0]?.timezone).toBe("Europe/Paris");
  });
});

/** Places only: the sentences are the schedule folder's own. */
const PLACED: readonly (readonly [name: string, line: string, place: string])[] = [
  ["a month that no year has", "schedule: cron(0 6 1 13 ? *)", "5:26 schedule-value"],
  ["the same in quotes", 'schedule: "cron(0 6 1 13 ? *)"', "5:27 schedule-value"],
  ["the same under a name", "schedule: {x: cron(0 6 1 13 ? *)}", "5:30 schedule-value"],
  ["a word that is none", "schedule: banana", "5:15 schedule-form"],
  ["a rate of nothing", "schedule: rate(0 minutes)", "5:20 schedule-value"],
  ["a zone that is none", "timezone: Europe/Berln", "5:15 schedule-zone"],
  ["a zone in small letters", "timezone: europe/berlin", "5:15 schedule-zone"],
];

describe("what a clock change swallows", () => {
  const dstOf = (text: string, local = "") =>
    modelOf(text, { files: { "config/local.yaml": local } }).jobs.map(({ schedules: [only] }) => only?.dst);
  const daily = 'schedule: "30 2 * * *"';

  test("is skipped, as AWS does, unless the file says otherwise", () => {
    expect(dstOf(withJob(CODE, daily))).toEqual(["skip"]);
  });

  test("runs after the gap where the job, the defaults or the environment says so, the nearest first", () => {
    const job = withJob(CODE, daily, "dst: run-after");
    const inherited = `defaults: {dst: run-after}\n${withJob(CODE, daily)}`;
    const refused = `defaults: {dst: run-after}\n${withJob(CODE, daily, "dst: skip")}`;
    expect([job, inherited, refused].flatMap((text) => dstOf(text))).toEqual(["run-after", "run-after", "skip"]);
    expect(dstOf(job, "jobs: {report: {dst: skip}}\n")).toEqual(["skip"]);
  });
});

describe("a schedule that cannot be", () => {
  test.each(PLACED)("%s is refused at the field that is wrong", (_name, line, place) => {
    const schedule = line.startsWith("timezone") ? ["schedule: rate(1 day)"] : [];
    const found = problemsOf(withJob(CODE, line, ...schedule));
    expect(found.map((problem) => problem.split(" ", 2).join(" "))).toEqual([place]);
  });

  test("says the nearest zone", () => {
    expect(problemsOf(withJob(CODE, "timezone: Europe/Berln", "schedule: rate(1 day)"))[0]).toContain("Europe/Berlin");
  });

  test.each([
    ["no name", "schedule: {}", "5:15 bad-value schedule: expected at least one name and expression"],
    [
      "a name with a dot",
      'schedule: {"a.b": rate(1 day)}',
      '5:16 bad-name schedule: "a.b" is no name; expected a name of letters, digits, - and _ that starts with a letter or digit, at most 64 long',
    ],
    [
      "names that differ in case only",
      "schedule: {a: rate(1 day), A: rate(2 days)}",
      '5:15 name-twins schedule: the names "a" and "A" are too alike; rename one of them',
    ],
    [
      "a name that AWS has no room for",
      `schedule: {${"x".repeat(60)}: rate(1 day)}`,
      `5:78 bad-name "report.${"x".repeat(60)}" has 67 characters; a schedule's name has at most 64`,
    ],
    [
      "a number for an expression",
      "schedule: 5",
      '5:15 bad-value schedule: expected a schedule expression, or a mapping of names to expressions, got 5 (a number); put quotes around it: "5"',
    ],
    ["an end before its start", "end: 2026-01-01T00:00:00Z", "5:10 bad-value end: must be after start"],
    [
      "a day that February has not",
      "start: 2027-02-30T00:00:00Z",
      '5:12 bad-value start: expected an instant with its offset, such as 2027-03-01T09:00:00Z or 2027-03-01T09:00:00+01:00, got "2027-02-30T00:00:00Z"',
    ],
    [
      "a window of seconds",
      "window: 90s",
      '5:13 bad-value window: expected a duration from 1m to 24h in whole minutes, such as 24h, got "90s"',
    ],
    [
      "a window longer than AWS's",
      "window: 1441m",
      '5:13 bad-value window: expected a duration from 1m to 24h in whole minutes, such as 24h, got "1441m"',
    ],
  ])("%s is refused", (_name, line, problem) => {
    const extra = line.startsWith("end") ? ["start: 2027-01-01T00:00:00Z"] : [];
    const schedule = line.startsWith("schedule") ? [] : ["schedule: rate(1 day)"];
    expect(problemsOf(withJob(CODE, line, ...extra, ...schedule))).toEqual([problem]);
  });

  test("has no name so long that the date of a gap finds no room after it", () => {
    const schedule = (length: number) => `schedule: {${"x".repeat(length)}: "30 2 * * *"}`;
    expect(problemsOf(withJob(CODE, "dst: run-after", schedule(44)))).toEqual([]);
    expect(problemsOf(withJob(CODE, "dst: run-after", schedule(45)))).toEqual([
      `6:63 bad-name "report.${"x".repeat(45)}" has 52 characters; dst: run-after leaves room for 51, since it adds a date to the name`,
    ]);
  });

  test.each([
    [
      "once, at a time that clocks skip",
      ["schedule: at(2027-03-28T02:30:00)", "timezone: Europe/Berlin"],
      "5:15 schedule-never schedule: 02:30 on 28 March 2027 does not exist in Europe/Berlin: clocks go forward. Expected a local time that exists. Write at(2027-03-28T03:00:00)",
    ],
    [
      "only on a day and hour that clocks skip",
      ["schedule: cron(30 2 28 3 ? 2027)", "timezone: Europe/Berlin"],
      "5:15 schedule-never schedule: This schedule never fires in Europe/Berlin between its start and its end. Expected a time that exists there",
    ],
    [
      "after its last year",
      ["schedule: cron(0 6 1 1 ? 2027)", "start: 2028-01-01T00:00:00Z"],
      "5:15 schedule-never schedule: This schedule never fires in UTC between its start and its end. Expected a time that exists there",
    ],
    [
      "in a zone that is none",
      ["schedule: at(2027-03-28T02:30:00)", "timezone: Berlin"],
      '6:15 schedule-zone timezone: There is no time zone "Berlin". Expected an IANA name such as Europe/Berlin or UTC. Write Europe/Berlin',
    ],
  ])("is not due %s", (_name, lines, problem) => {
    expect(problemsOf(withJob(CODE, ...lines))).toEqual([problem]);
  });
});
