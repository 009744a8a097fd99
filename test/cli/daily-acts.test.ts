// The three daily acts as a user does them: edit and sync, trigger by hand, review the history.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const TWO_JOBS = `app: acme
jobs:
  hello: {schedule: every hour, handler: jobs/hello.ts}
  other: {schedule: "0 6 * * 1-5", timezone: Europe/Berlin, handler: jobs/hello.ts}
`;
const FAILING = `import { job } from "lamplighter";
export default job(async () => { throw new TypeError("no such bucket"); });
`;
const ENDLESS = `import { job } from "lamplighter";
export default job(() => new Promise(() => { setInterval(() => {}, 1000); }));
`;

describe("edit and sync", () => {
  test("does not plan anything after a sync, nor delete what left the file before it is asked to", async () => {
    const made = project({ "jobs.yaml": TWO_JOBS, "jobs/hello.ts": HELLO });
    expect((await made.lamp("plan", "--exit-code")).code).toBe(2);
    expect(await made.lamp("sync")).toMatchObject({ code: 0 });
    const again = await made.lamp("plan", "--exit-code", "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      format: 1,
      env: "local",
      actions: [],
      summary: { create: 0, update: 0, delete: 0 },
    });

    made.write("jobs.yaml", TWO_JOBS.replace(/ {2}other.*\n/, "").replace("every hour", "every 2 hours"));
    const edited = JSON.parse((await made.lamp("plan", "--json")).out);
    expect(edited.summary).toMatchObject({ create: 0, delete: 0 });
    expect(edited.orphans).toEqual([{ kind: "schedule", name: "other", job: "other" }]);
    const update = edited.actions.find(
      ({ kind, name }: { kind: string; name: string }) => kind === "schedule" && name === "hello",
    );
    expect(update).toMatchObject({ action: "update", job: "hello", changes: [{ path: "expression" }] });

    const pruned = JSON.parse((await made.lamp("sync", "--prune", "--json")).out);
    const deleted = pruned.actions.filter(({ action }: { action: string }) => action === "delete");
    expect(deleted).toMatchObject([{ kind: "schedule", name: "other", status: "done", error: null }]);
    expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
  });
});

describe("trigger by hand and review", () => {
  test("does not lose the run, its log or its result", async () => {
    const made = project({ "jobs.yaml": TWO_JOBS, "jobs/hello.ts": HELLO });
    await made.lamp("sync");
    const ran = await made.lamp("run", "hello", "--wait", "--json", "--input", '{"name":"lamp"}');
    expect(ran.code).toBe(0);
    expect(ran.err).toContain("hello");
    const { run } = JSON.parse(ran.out);
    expect(run).toMatchObject({
      job: "hello",
      trigger: "manual",
      by: "tester",
      status: "succeeded",
      result: { greeted: "lamp" },
    });
    for (const key of [
      "id",
      "key",
      "schedule",
      "due",
      "startedAt",
      "endedAt",
      "durationMs",
      "reason",
      "attempts",
      "cost",
    ]) {
      expect(run).toHaveProperty(key);
    }
    const history = JSON.parse((await made.lamp("history", "hello", "--json")).out);
    expect(history.runs.map(({ id }: { id: string }) => id)).toEqual([run.id]);
    expect((await made.lamp("show", run.id)).out).toContain('{"greeted":"lamp"}');
    expect((await made.lamp("logs", "hello")).out).toMatch(/hello.*lamp/);
    const grepped = await made.lamp("logs", "hello", "--since", "1h", "--grep", "report requestid");
    expect(grepped.out.trim().split("\n")).toEqual([expect.stringContaining("REPORT RequestId")]);
    expect(await made.lamp("logs", "hello", "--since", "2099-01-01")).toMatchObject({ code: 1, out: "" });
    const list = JSON.parse((await made.lamp("list", "--json")).out);
    expect(list.jobs).toMatchObject([
      { name: "hello", lastRun: { status: "succeeded" } },
      { name: "other", lastRun: null },
    ]);
  });

  test("does not call a failed or timed-out run a success", async () => {
    const made = project({
      "jobs.yaml":
        "app: acme\njobs:\n  failing: {handler: jobs/failing.ts}\n  endless: {handler: jobs/endless.ts, timeout: 2s}\n",
      "jobs/failing.ts": FAILING,
      "jobs/endless.ts": ENDLESS,
    });
    await made.lamp("sync");
    const failed = await made.lamp("run", "failing", "--wait", "--json");
    expect(failed.code).toBe(10);
    expect(JSON.parse(failed.out).run).toMatchObject({ status: "failed", reason: "TypeError: no such bucket" });
    const timedOut = await made.lamp("run", "endless", "--wait", "--json");
    expect(timedOut.code).toBe(11);
    expect(JSON.parse(timedOut.out).run).toMatchObject({ status: "failed", reason: "timed out" });
  });

  test("does not wait for the lease of a run whose process crashed, nor call it timed out", async () => {
    const made = project({
      "jobs.yaml": "app: acme\njobs:\n  crash: {handler: jobs/crash.ts, timeout: 5m}\n",
      "jobs/crash.ts": `import { job } from "lamplighter";\nexport default job(async () => process.exit(7));\n`,
    });
    await made.lamp("sync");
    const answer = await made.lamp("run", "crash", "--wait", "--json");
    expect(answer.code).toBe(10);
    expect(JSON.parse(answer.out).run).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("Runtime.ExitError"),
    });
  });

  test("does not accept a job, run or status that there is not, and says the nearest", async () => {
    const made = project({ "jobs.yaml": TWO_JOBS, "jobs/hello.ts": HELLO });
    expect(await made.lamp("run", "helo")).toMatchObject({
      code: 1,
      err: expect.stringContaining('Did you mean "hello"?'),
    });
    expect(await made.lamp("history", "--status", "faild")).toMatchObject({
      code: 1,
      err: expect.stringContaining('"failed"'),
    });
    expect(await made.lamp("history", "--trigger", "by-hand")).toMatchObject({
      code: 1,
      err: expect.stringContaining("Known: schedule, manual"),
    });
    expect(await made.lamp("why", "hello", "yesterday")).toMatchObject({
      code: 1,
      err: expect.stringContaining("TIME: expected"),
    });
    const why = JSON.parse((await made.lamp("why", "hello", "2027-03-01T06:00:00Z", "--json")).out);
    expect(why).toMatchObject({ format: 1, job: "hello", due: false, runs: [], letters: [] });
    expect(await made.lamp("show", "'; --")).toMatchObject({ code: 1, err: expect.stringContaining("no run id") });
    expect(await made.lamp("histroy")).toMatchObject({ code: 1, err: expect.stringContaining("history") });
    expect(await made.lamp("run", "hello", "--input", "{")).toMatchObject({
      code: 1,
      err: expect.stringContaining("not JSON"),
    });
  });
});

describe("a new project", () => {
  test("does not need anything but lamp init to run, and init overwrites nothing", async () => {
    const made = project({ "config/local.yaml": "# mine\nregion: eu-west-1\n" });
    expect((await made.lamp("init")).out).toContain("config/local.yaml (kept as it was)");
    expect(existsSync(join(made.folder, "jobs/hello.ts"))).toBe(true);
    expect((await made.lamp("validate")).code).toBe(0);
    expect((await made.lamp("sync")).code).toBe(0);
    expect((await made.lamp("run", "hello", "--wait")).code).toBe(0);
    expect((await made.lamp("init")).code).toBe(1);
  });
});

describe("pause and resume", () => {
  test("does not let a sync undo an operator's pause, nor hide it", async () => {
    const made = project({ "jobs.yaml": TWO_JOBS, "jobs/hello.ts": HELLO });
    await made.lamp("sync");
    expect(await made.lamp("pause", "hello")).toMatchObject({ code: 1, err: expect.stringContaining("--reason") });
    expect(await made.lamp("pause", "hello", "--reason", "moving", "--until", "2020-01-01")).toMatchObject({
      code: 1,
      err: expect.stringContaining("is past"),
    });
    const paused = await made.lamp("pause", "hello", "--reason", "moving", "--until", "2h", "--json");
    expect(JSON.parse(paused.out)).toMatchObject({
      format: 1,
      job: "hello",
      pause: { by: "tester", reason: "moving" },
      schedules: ["hello"],
    });
    const planned = await made.lamp("plan");
    expect(planned.out).toContain("schedule hello: paused by tester until ");
    expect(planned.out).toContain("0 to add, 0 to change");
    const listed = JSON.parse((await made.lamp("list", "--json")).out);
    expect(listed.jobs[0]).toMatchObject({ name: "hello", state: "paused", pause: { reason: "moving" } });
    expect(await made.lamp("resume", "hello")).toMatchObject({
      code: 0,
      out: "resumed hello (paused by tester: moving)\n",
    });
    expect(await made.lamp("resume", "hello")).toMatchObject({ code: 0, out: "hello was not paused\n" });
    expect(JSON.parse((await made.lamp("plan", "--json")).out)).toMatchObject({ actions: [], held: [] });
  });
});
