// The watcher among what is desired: there when something is due by itself, under names that no job can have, with no more power than its work.
import { describe, expect, test } from "vitest";
import { desiredResources, WATCH_CODE } from "../../src/desired/desired-resources.ts";
import { modelOf } from "../manifest/load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
const CODE = new Map([
  ["jobs/a.ts", "sha-a"],
  ["jobs/watch.ts", "sha-w"],
  ["jobs/scheduler.ts", "sha-s"],
  [WATCH_CODE, "sha-watch"],
]);
const FILES = { "jobs/watch.ts": "", "jobs/scheduler.ts": "" };

const desire = (jobs: string, top = "watch: true\n") =>
  desiredResources(modelOf(`app: shop\n${top}jobs:\n  ${jobs}\n`, { files: FILES }), PLACE, CODE, 0).resources;
const namesOf = (jobs: string, top?: string) => desire(jobs, top).map(({ kind, name }) => `${kind} ${name}`);
const WATCHER = ["function shop-local-watch", "role shop-local-watch", "schedule _watch"];

describe("the watcher", () => {
  test("is not left out where a job is due by itself, and not made for nothing", () => {
    const scheduled = "report: {handler: jobs/a.ts, schedule: every hour}";
    expect(namesOf(scheduled)).toEqual(expect.arrayContaining(WATCHER));
    for (const names of [
      namesOf(scheduled, ""),
      namesOf(scheduled, "watch: false\n"),
      namesOf("report: {handler: jobs/a.ts}"),
      namesOf("report: {function: elsewhere, schedule: every hour}"),
    ])
      expect(names.filter((name) => WATCHER.includes(name))).toEqual([]);
  });

  test("does not meet a handler of its name, nor does another role", () => {
    const names = namesOf(
      "one: {handler: jobs/watch.ts, schedule: every hour}\n  two: {handler: jobs/scheduler.ts, schedule: every hour}",
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(["function shop-local-watch-one", "role shop-local-scheduler-two"]));
  });

  test("may start no function but those whose jobs wait in a queue, and write to no other table", () => {
    const resources = desire(
      "report: {handler: jobs/a.ts, schedule: every hour, overlap: queue}\n  other: {handler: jobs/watch.ts, schedule: every hour}",
    );
    const role = resources.find(({ kind, name }) => kind === "role" && name === "shop-local-watch");
    const arn = "arn:aws:lambda:eu-central-1:123456789012:function:shop-local-a:live";
    const text = JSON.stringify(role);
    expect(role).toMatchObject({
      policy: {
        Statement: expect.arrayContaining([{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [arn] }]),
      },
    });
    expect(text.match(/"Action":\[[^\]]*\*[^\]]*\]/)).toBeNull();
    expect(text).not.toContain('"*"');
    const schedule = resources.find(({ kind, name }) => kind === "schedule" && name === "_watch");
    expect(schedule).toMatchObject({ input: JSON.stringify({ queuing: { [arn]: ["report"] } }) });
  });
});
