// An import of what a sync made: the same schedules come out again.
import { expect, test } from "vitest";
import type { FoundSchedule } from "../../src/adoption/found.ts";
import type { ScheduleResource } from "../../src/desired/resource.ts";
import { scheduleResources } from "../../src/desired/schedule-resources.ts";
import type { Model } from "../../src/manifest/model.ts";
import { modelOf } from "../manifest/load.ts";
import { imported, NOW, schedule } from "./bench.ts";

const PLACE = { partition: "aws", region: "us-east-1", account: "000000000000" };
const FILE = `app: shop
timezone: Europe/Berlin
jobs:
  plain: {schedule: "0 6 * * 1-5", handler: jobs/a.ts}
  words: {schedule: every 15 minutes, timezone: UTC, handler: jobs/a.ts, window: 10m, overlap: queue}
  either: {schedule: "0 6 1 * 1", handler: jobs/a.ts, input: {deep: [1, {x: "äöü", y: null}], n: 1.5}}
  named: {schedule: {early: "cron(0 4 * * ? *)", late: rate(2 hours)}, handler: jobs/b.ts, startBy: 30m, keep: 7d}
  once: {schedule: "at(2099-06-01T09:00:00)", handler: jobs/b.ts, deadLetter: false}
  theirs: {schedule: "0 0 1 1 *", function: billing:prod, delivery: {attempts: 0, maxAge: 1m}, description: "Yes: it is"}
  bare: {schedule: "@hourly", function: billing, envelope: false, deadLetter: false, input: {x: "<aws.scheduler.scheduled-time>"}}
  dated: {schedule: every hour, handler: jobs/a.ts, start: "2027-01-01T00:00:00Z", end: "2028-01-01T00:00:00Z"}
  gaps: {schedule: "30 2 * * *", handler: jobs/a.ts, dst: run-after}
`;

const functionOf = (model: Model): ReadonlyMap<string, string> =>
  new Map(model.jobs.map(({ name, code }) => [name, "handler" in code ? `shop-local-${name}` : code.function]));

const schedulesOf = (model: Model): readonly ScheduleResource[] =>
  scheduleResources(model, PLACE, functionOf(model), NOW);

const asFound = ({ kind: _kind, roleArn: _role, ...own }: ScheduleResource): FoundSchedule => ({
  ...schedule(own.name, { group: own.group }),
  ...own,
});

/** The rows of both, without what an import is free to choose: whether it is on. */
const rows = (schedules: readonly ScheduleResource[]) =>
  schedules
    .map((one) => ({ ...one, enabled: true, input: JSON.parse(one.input) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

test("no schedule of ours comes out another than it went in", () => {
  const before = schedulesOf(modelOf(FILE));
  const { model, skipped } = imported(before.map(asFound), ["shop-local"]);
  expect(rows(schedulesOf(model))).toEqual(rows(before));
  expect(skipped.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
    "schedule: it makes up for one clock change; dst: run-after makes it anew",
  ]);
});

test("what Lamplighter made is not imported unless its group is asked for", () => {
  const { jobs, skipped } = imported(schedulesOf(modelOf(FILE)).map(asFound));
  expect([...jobs.keys()]).toEqual(["bare"]);
  expect(new Set(skipped.map(({ reason }) => reason.replace(/job \w+/, "job X")))).toEqual(
    new Set(["Lamplighter made it for the job X; --group shop-local imports it all the same"]),
  );
});

test("no value that a file took from elsewhere is written out", () => {
  const input = {
    lamplighter: 1,
    job: "a",
    trigger: "schedule",
    policy: { hide: [["key"]] },
    input: { key: "secret" },
  };
  const { jobs, text, reasons } = imported([schedule("a", { input: JSON.stringify(input), group: "g" })], ["g"]);
  expect([jobs.size, text.includes("secret")]).toEqual([0, false]);
  expect(reasons[0]).toMatch(/would be written out/);
});

test("no job replaces the very schedule that a sync of the file goes on with", () => {
  const found = [schedule("a", { group: "mine-local" }), schedule("b", { group: "mine-local", enabled: false })];
  const { model } = imported(found, ["mine-local"]);
  expect(model.jobs.map(({ replaces, enabled }) => [replaces, enabled])).toEqual([
    [undefined, true],
    [undefined, false],
  ]);
});
