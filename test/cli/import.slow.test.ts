// lamp import as its users have it: a folder, an engine with what fires already, and the file that comes of it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firedAlready, functionArn } from "./fired-already.ts";
import { HELLO, type LampProject, project } from "./lamp.ts";

async function filled(made: LampProject): Promise<void> {
  const fired = await firedAlready(made.folder, ["billing", "poll"]);
  await fired.schedule("nightly", { ScheduleExpressionTimezone: "Europe/Berlin" });
  await fired.schedule("nightly", { GroupName: "reports" });
  await fired.schedule("queue", {}, { Arn: "arn:aws:sqs:us-east-1:000000000000:letters" });
  await fired.rule("poll", "rate(1 hour)", { Arn: functionArn("poll") });
  await fired.close();
}

const read = (made: LampProject, path: string): string => readFileSync(join(made.folder, path), "utf8");

test("an import writes a file that plans with no error, and leaves nothing out unsaid", {
  timeout: 60_000,
}, async () => {
  const made = project({});
  await filled(made);
  const answer = await made.lamp("import", "--app", "shop");
  expect(answer).toMatchObject({ code: 0, out: "3 jobs in jobs.yaml, 1 left out\n" });
  expect(answer.err).toMatch(/^left out schedule default\/queue: its target is an SQS queue/);
  expect(read(made, "jobs.yaml")).toMatch(/^# Written by lamp import from what fires in account 0{12}, us-east-1\.\n/);
  expect(await made.lamp("validate", "--strict")).toMatchObject({ code: 0, err: "" });
  const plan = await made.lamp("plan");
  expect(plan.code).toBe(0);
  expect(plan.out).toMatch(/\+ schedule nightly\n[\s\S]*\+ schedule poll\n[\s\S]*\+ schedule reports-nightly\n/);
  expect(plan.out).toMatch(/rule\/poll fires it still; lamp import --move rule\/poll hands over/);
  expect((await made.lamp("sync")).code).toBe(0);
  expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
});

test("a run by hand gives the function the event that it got before, and no envelope", {
  timeout: 60_000,
}, async () => {
  const made = project({});
  await filled(made);
  await made.lamp("import");
  await made.lamp("sync");
  const { code, out } = await made.lamp("run", "poll", "--wait", "--json");
  const { run } = JSON.parse(out) as { run: { due: string; result: Record<string, unknown> } };
  expect([code, run.result]).toMatchObject([
    0,
    { source: "aws.events", time: run.due.replace(".000Z", "Z"), detail: {} },
  ]);
  expect(Object.keys(run.result)).not.toContain("lamplighter");
});

test("no file that is there is written over unless that is asked for", { timeout: 60_000 }, async () => {
  const made = project({
    "jobs.yaml": "app: mine\njobs:\n  hello: {handler: jobs/hello.ts}\n",
    "jobs/hello.ts": HELLO,
  });
  await filled(made);
  const before = read(made, "jobs.yaml");
  const refused = await made.lamp("import");
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/jobs\.yaml is there already, and nothing was/),
  ]);
  expect(await made.lamp("import", "--out", "other.yaml")).toMatchObject({ code: 0 });
  expect((await made.lamp("import", "--out", "other.yaml")).code).toBe(1);
  expect([read(made, "jobs.yaml"), read(made, "other.yaml")]).toEqual([before, expect.stringContaining("app: mine\n")]);
  expect((await made.lamp("import", "--force")).code).toBe(0);
  expect(read(made, "jobs.yaml")).toBe(read(made, "other.yaml"));
});

test("what is printed is the file and nothing else, and --json lacks none of it", { timeout: 60_000 }, async () => {
  const made = project({});
  await filled(made);
  const printed = await made.lamp("import", "--out", "-", "--app", "shop");
  const answer = await made.lamp("import", "--out", "-", "--app", "shop", "--json");
  const { format, file, manifest, jobs, skipped } = JSON.parse(answer.out) as Record<string, unknown>;
  expect([format, file, manifest]).toEqual([1, null, printed.out]);
  expect(jobs).toMatchObject([
    { name: "poll", from: { kind: "rule", name: "poll", target: "1" }, on: true },
    { name: "nightly", from: { kind: "schedule", name: "default/nightly", target: null } },
    { name: "reports-nightly" },
  ]);
  expect(skipped).toMatchObject([{ from: { name: "default/queue" }, what: "schedule", reason: expect.any(String) }]);
  expect(existsSync(join(made.folder, "jobs.yaml"))).toBe(false);
});

test("what is narrowed by group, prefix or kind brings nothing else, and a wrong word is refused", {
  timeout: 60_000,
}, async () => {
  const made = project({});
  await filled(made);
  const names = async (...words: string[]) => {
    const { out } = await made.lamp("import", "--out", "-", "--json", ...words);
    return (JSON.parse(out) as { jobs: { name: string }[] }).jobs.map(({ name }) => name);
  };
  expect(await names("--group", "reports")).toEqual(["nightly"]);
  expect(await names("--only", "rules")).toEqual(["poll"]);
  expect(await names("--only", "schedules", "--prefix", "night")).toEqual(["nightly", "reports-nightly"]);
  for (const [words, said] of [
    [["--group", "none"], /there is no schedule group none/],
    [["--only", "queues"], /--only: expected schedules or rules, got "queues"/],
  ] as const)
    expect(await made.lamp("import", "--out", "-", ...words)).toMatchObject({
      code: 1,
      err: expect.stringMatching(said),
    });
  const nothing = await made.lamp("import", "--prefix", "zzz");
  expect([nothing.code, nothing.out, existsSync(join(made.folder, "jobs.yaml"))]).toEqual([
    0,
    "no job was found, nothing left out\n",
    false,
  ]);
});

test("an import without any file asks the region that it is given", { timeout: 60_000 }, async () => {
  const made = project({});
  const fired = await firedAlready(made.folder, ["billing"]);
  await fired.schedule("nightly");
  const there = ["--endpoint", fired.engine.endpoint, "--out", "-"];
  const answer = await made.lamp("import", "--region", "us-east-1", ...there);
  expect([answer.code, answer.err, answer.out]).toEqual([
    0,
    "1 job, nothing left out\n",
    expect.stringContaining("nightly:"),
  ]);
  made.write("config/production.yaml", "region: us-east-1\n");
  const twice = await made.lamp("import", "--env", "production", "--region", "us-east-1", ...there);
  expect([twice.code, twice.err]).toEqual([1, expect.stringMatching(/production\.yaml says in which region/)]);
  await fired.close();
});

test("what a sync made is imported as it was: a plan of the new file changes no schedule", {
  timeout: 60_000,
}, async () => {
  const made = project({
    "jobs.yaml": `app: acme
timezone: Europe/Berlin
jobs:
  either: {schedule: "0 6 1 * 1", handler: jobs/hello.ts, input: {deep: [1, {x: "äöü", y: null}]}, overlap: queue}
  named: {schedule: {early: "cron(0 4 * * ? *)", late: rate(2 hours)}, handler: jobs/hello.ts, window: 15m, startBy: 30m}
  theirs: {schedule: every hour, function: billing, delivery: {attempts: 0, maxAge: 1m}, deadLetter: false}
  bare: {schedule: "@daily", function: billing, envelope: false, deadLetter: false, input: {at: "<aws.scheduler.scheduled-time>"}}
`,
    "jobs/hello.ts": HELLO,
  });
  expect((await made.lamp("sync")).code).toBe(0);
  expect((await made.lamp("import", "--group", "acme-local", "--out", "again.yaml")).code).toBe(0);
  const { out } = await made.lamp("plan", "--file", "again.yaml", "--json");
  const { actions, orphans } = JSON.parse(out) as Record<"actions" | "orphans", { kind: string; name: string }[]>;
  expect([...actions, ...orphans].filter(({ kind }) => kind === "schedule")).toEqual([]);
});
