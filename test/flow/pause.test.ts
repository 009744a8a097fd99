// A paused job on the engine: nothing starts, no sync lets it, it ends by itself, and the history says why.
import { GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { describe, expect, test } from "vitest";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import { writePause } from "../../src/ledger/writes/write-pause.ts";
import type { FlowBench } from "./flow-bench.ts";
import { at, hold, hourly, resume, rows } from "./pause-bench.ts";

async function pause(flow: FlowBench, until?: string): Promise<void> {
  const said: Pause = {
    job: "hello",
    by: "ada",
    reason: "moving house",
    at: flow.clock.now(),
    until: until === undefined ? undefined : Date.parse(until),
  };
  await hold(flow, { pause: said, before: undefined, say: () => writePause(flow.ledger, said) });
}

const scheduleOf = async (flow: FlowBench) =>
  (await flow.clients.scheduler()).send(new GetScheduleCommand({ GroupName: "acme-local", Name: "hello" }));

describe("a paused job", () => {
  test("does not start, whatever syncs meanwhile, and goes on only when it is resumed", async () => {
    const flow = await hourly();
    await flow.advanceTo(at("06:10:00"));
    await pause(flow);
    await flow.sync();
    expect(await scheduleOf(flow)).toMatchObject({ State: "DISABLED" });
    await flow.advanceTo(at("08:10:00"));
    expect(await resume(flow)).toEqual(["hello"]);
    await flow.sync();
    await flow.advanceTo(at("09:10:00"));
    expect(await rows(flow)).toEqual([
      ["09:00", "succeeded", null],
      ["08:00", "skipped", "paused by ada: moving house"],
      ["07:00", "skipped", "paused by ada: moving house"],
      ["06:00", "succeeded", null],
    ]);
  });

  test("does not stay paused past its time, with nobody there to end it", async () => {
    const flow = await hourly();
    await pause(flow, at("07:30:00"));
    await flow.sync();
    expect(await scheduleOf(flow)).toMatchObject({ State: "ENABLED", StartDate: new Date(at("07:30:00")) });
    await flow.advanceTo(at("08:10:00"));
    await flow.sync();
    await flow.advanceTo(at("09:10:00"));
    expect(await rows(flow)).toEqual([
      ["09:00", "succeeded", null],
      ["08:00", "succeeded", null],
      ["07:00", "skipped", "paused by ada: moving house"],
      ["06:00", "skipped", "paused by ada: moving house"],
    ]);
  });

  test("is not let go by a sync when somebody disabled it outside of lamp", async () => {
    const flow = await hourly();
    const { Arn, CreationDate, LastModificationDate, $metadata, ...document } = await scheduleOf(flow);
    const scheduler = await flow.clients.scheduler();
    await scheduler.send(
      new UpdateScheduleCommand({ ...document, State: "DISABLED" } as UpdateScheduleCommand["input"]),
    );
    await flow.sync();
    expect(await scheduleOf(flow)).toMatchObject({ State: "DISABLED" });
    expect(await resume(flow)).toEqual(["hello"]);
    expect(await scheduleOf(flow)).toMatchObject({ State: "ENABLED" });
  });
});
