// From a rule, or a foreign schedule, to a job's own: each due time is fired for exactly once, wherever the move stops.
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { MovePlan } from "../../src/adoption/move/moving.ts";
import { isOriginOn } from "../../src/aws/found/origins.ts";
import { identityOf } from "../../src/aws/identity.ts";
import { type Mover, makeStep, planOfMove } from "../../src/cli/move-origin.ts";
import { firesAt } from "../cli/fired-already.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

/** Says what it was fired for, by whichever of the two. */
const CODE = `export const handler = async (event) => console.log("fired for " + (event.time ?? event.at));\n`;
const EVENT = `input: {time: "<aws.scheduler.scheduled-time>"}`;
const keys = (more: string) => `function: poll, envelope: false, deadLetter: false, ${EVENT}, ${more}`;
const file = (...jobs: readonly string[]) => `app: shop\njobs:\n${jobs.map((job) => `  ${job}\n`).join("")}`;

const FILE = file(`poll: {${keys('schedule: "cron(0/5 * * * ? *)", replaces: rule/poll')}}`);

async function open(manifest: string): Promise<{ bench: FlowBench; fires: Awaited<ReturnType<typeof firesAt>> }> {
  const bench = await openFlow("2026-11-25T11:58:30Z", { "jobs.yaml": manifest });
  const fires = await firesAt(bench.engine.endpoint, ["poll"], CODE);
  onTestFinished(() => fires.close());
  return { bench, fires };
}

async function moverOf(bench: FlowBench, more: Partial<Mover> = {}): Promise<Mover> {
  const { model, clients, ledger } = bench;
  const place = await identityOf(clients);
  return { model, clients, ledger, place, marginMs: 60_000, firedAt: undefined, undo: false, ...more };
}

type Planned = MovePlan & { readonly ok: true };

async function planned(mover: Mover, origin: string): Promise<Planned> {
  const plan = await planOfMove(mover, origin);
  if (!plan.ok) throw new Error(plan.reason);
  return plan;
}

/** The first so many steps of it, or all. */
async function move(mover: Mover, origin: string, steps = Number.POSITIVE_INFINITY): Promise<Planned> {
  const plan = await planned(mover, origin);
  for (const step of plan.steps.slice(0, steps)) await makeStep(mover, origin, step);
  return plan;
}

async function fired({ clients, engine }: FlowBench): Promise<readonly string[]> {
  await engine.settle();
  const logs = await clients.logs();
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/poll", filterPattern: '"fired for"' }),
  );
  return events.map(({ message = "" }) => /fired for (\S+)/.exec(message)?.[1]?.slice(11, 16) ?? message).sort();
}

const EACH_ONCE = ["12:00", "12:05", "12:10", "12:15"];

describe("a rule", () => {
  test.each([
    { stop: 0, sync: false },
    { stop: 1, sync: false },
    { stop: 2, sync: false },
    { stop: 3, sync: false },
    { stop: 0, sync: true },
    { stop: 1, sync: true },
    { stop: 2, sync: true },
    { stop: 3, sync: true },
  ])(
    "stopped after $stop steps, with a sync between: $sync, is fired for no due time twice or not at all",
    async ({ stop, sync }) => {
      const { bench, fires } = await open(FILE);
      await fires.rule("poll", "cron(0/5 * * * ? *)", {});
      await bench.sync();
      await bench.advanceTo("2026-11-25T12:02:00Z");
      const mover = await moverOf(bench);
      expect((await planned(mover, "rule/poll")).steps).toHaveLength(3);
      await move(mover, "rule/poll", stop);
      if (sync) await bench.sync();
      await bench.advanceTo("2026-11-25T12:03:00Z");
      await move(mover, "rule/poll");
      await bench.sync();
      await bench.advanceTo("2026-11-25T12:16:00Z");
      expect(await fired(bench)).toEqual(EACH_ONCE);
      expect((await planned(mover, "rule/poll")).steps).toEqual([]);
    },
  );

  test("is never joined by the job's own schedule, however often one syncs before the move", async () => {
    const { bench, fires } = await open(FILE);
    await fires.rule("poll", "cron(0/5 * * * ? *)", {});
    for (const time of ["12:01", "12:06", "12:16"]) {
      await bench.sync();
      await bench.advanceTo(`2026-11-25T${time}:00Z`);
    }
    expect(await fired(bench)).toEqual(EACH_ONCE);
  });

  test("is not moved within a minute of a due time, and is told when", async () => {
    const { bench, fires } = await open(FILE);
    await fires.rule("poll", "cron(0/5 * * * ? *)", {});
    await bench.sync();
    const mover = await moverOf(bench);
    for (const [time, quietAt] of [
      ["12:00:00", "12:01:00"],
      ["12:00:59", "12:01:00"],
      ["12:04:01", "12:06:00"],
    ]) {
      await bench.advanceTo(`2026-11-25T${time}Z`);
      const plan = await planOfMove(mover, "rule/poll");
      expect(plan).toMatchObject({ ok: false, quietAt: Date.parse(`2026-11-25T${quietAt}Z`) });
    }
    await bench.advanceTo("2026-11-25T12:06:00Z");
    await move(mover, "rule/poll");
    await bench.advanceTo("2026-11-25T12:16:00Z");
    expect(await fired(bench)).toEqual(EACH_ONCE);
  });

  test("that comes back is fired for no due time twice or not at all, wherever the way back stops", {
    timeout: 60_000,
  }, async () => {
    for (const stop of [0, 1, 2, 3]) {
      const { bench, fires } = await open(FILE);
      await fires.rule("poll", "cron(0/5 * * * ? *)", {});
      await bench.sync();
      await bench.advanceTo("2026-11-25T12:02:00Z");
      await move(await moverOf(bench), "rule/poll");
      await bench.advanceTo("2026-11-25T12:07:00Z");
      const back = await moverOf(bench, { undo: true });
      await move(back, "rule/poll", stop);
      await move(back, "rule/poll");
      await bench.sync();
      await bench.advanceTo("2026-11-25T12:16:00Z");
      expect([stop, await fired(bench)]).toEqual([stop, EACH_ONCE]);
      expect(await isOriginOn(bench.clients, { kind: "rule", name: "poll" })).toBe(true);
    }
  });

  test("with a move cut off for long names the due times that nobody fired for", async () => {
    const { bench, fires } = await open(FILE);
    await fires.rule("poll", "cron(0/5 * * * ? *)", {});
    await bench.sync();
    await bench.advanceTo("2026-11-25T12:02:00Z");
    const mover = await moverOf(bench);
    await move(mover, "rule/poll", 2);
    await bench.advanceTo("2026-11-25T12:12:00Z");
    const { lost } = await move(mover, "rule/poll");
    expect(lost).toEqual(["12:05", "12:10"].map((time) => Date.parse(`2026-11-25T${time}:00Z`)));
    await bench.advanceTo("2026-11-25T12:16:00Z");
    expect(await fired(bench)).toEqual(["12:00", "12:15"]);
  });

  test("does not stop for a target that no job takes over", async () => {
    const { bench, fires } = await open(FILE);
    await fires.rule("poll", "cron(0/5 * * * ? *)", {}, { Arn: "arn:aws:sqs:us-east-1:000000000000:letters" });
    await bench.sync();
    await bench.advanceTo("2026-11-25T12:02:00Z");
    expect(await planOfMove(await moverOf(bench), "rule/poll")).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^rule\/poll fires 2 \(arn:aws:sqs:.*\) as well, which would stop/),
    });
  });
});

describe("a rate", () => {
  test("keeps its due times: it is not moved without a start at the next of them", { timeout: 60_000 }, async () => {
    const start = "2026-11-25T12:18:30Z";
    const rate = (more: string) => file(`poll: {${keys(`schedule: rate(10 minutes), replaces: rule/poll${more}`)}}`);
    const { bench, fires } = await open(rate(""));
    await fires.rule("poll", "rate(10 minutes)", {});
    const firedAt = Date.parse("2026-11-25T12:08:30Z");
    await bench.sync();
    await bench.advanceTo("2026-11-25T12:00:00Z");
    expect(await planOfMove(await moverOf(bench), "rule/poll")).toMatchObject({
      reason: expect.stringMatching(/--fired/),
    });
    expect(await planOfMove(await moverOf(bench, { firedAt }), "rule/poll")).toMatchObject({
      reason: expect.stringMatching(/write start: "2026-11-25T12:18:30Z" into its job, lamp sync/),
    });
    await bench.sync({ manifest: rate(`, start: "${start}"`) });
    const mover = await moverOf(bench, { firedAt });
    expect(await planOfMove(mover, "rule/poll")).toMatchObject({ quietAt: Date.parse("2026-11-25T12:09:30Z") });
    await bench.advanceTo("2026-11-25T12:12:00Z");
    await move(mover, "rule/poll", 2);
    await move(mover, "rule/poll");
    await bench.advanceTo("2026-11-25T12:40:00Z");
    expect(await fired(bench)).toEqual(["12:08", "12:18", "12:28", "12:38"]);
    // Its start is past by now, which AWS would refuse to be sent again.
    await bench.sync({ manifest: rate(`, start: "${start}", description: Another`) });
    await move({ ...mover, model: bench.model, undo: true }, "rule/poll");
    await bench.advanceTo("2026-11-25T12:52:00Z");
    expect(await fired(bench)).toEqual(["12:08", "12:18", "12:28", "12:38", "12:50"]);
  });

  test("that is due every minute is not moved with a minute on both sides", async () => {
    const { bench, fires } = await open(FILE.replace("0/5", "*"));
    await fires.rule("poll", "cron(* * * * ? *)", {});
    await bench.sync();
    const mover = await moverOf(bench);
    const plan = await planOfMove(mover, "rule/poll");
    expect(plan).toMatchObject({ ok: false, quietAt: undefined, reason: expect.stringMatching(/a smaller --margin/) });
    await bench.advanceTo("2026-11-25T12:00:30Z");
    await move({ ...mover, marginMs: 20_000 }, "rule/poll");
    await bench.advanceTo("2026-11-25T12:03:30Z");
    expect(await fired(bench)).toEqual(["11:59", "12:00", "12:01", "12:02", "12:03"]);
  });
});

test("a schedule of another group is moved as a rule is, and keeps all else that it is", async () => {
  const { bench, fires } = await open(FILE.replace("rule/poll", "schedule/reports/poll"));
  const Input = '{"time":"<aws.scheduler.scheduled-time>"}';
  await fires.schedule("poll", { GroupName: "reports", ScheduleExpression: "cron(0/5 * * * ? *)" }, { Input });
  await bench.sync();
  await bench.advanceTo("2026-11-25T12:02:00Z");
  const mover = await moverOf(bench);
  await move(mover, "schedule/reports/poll", 1);
  await move(mover, "schedule/reports/poll");
  await bench.advanceTo("2026-11-25T12:07:00Z");
  await move({ ...mover, undo: true }, "schedule/reports/poll");
  await bench.sync();
  await bench.advanceTo("2026-11-25T12:16:00Z");
  expect(await fired(bench)).toEqual(EACH_ONCE);
});
