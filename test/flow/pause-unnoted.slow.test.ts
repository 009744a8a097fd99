// A pause whose command could not write down what it had put in force: the next one does, with the pause.
import { describe, expect, test } from "vitest";
import type { DynamoOperation } from "../../src/ledger/dynamo.ts";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { writePause } from "../../src/ledger/writes/write-pause.ts";
import type { FlowBench } from "./flow-bench.ts";
import { at, hold, hourly, resume, rows } from "./pause-bench.ts";

describe("a pause", () => {
  test("does not leave the history when the command that put it in force could not note it", async () => {
    const flow = await hourly();
    await flow.advanceTo(at("06:10:00"));
    const said: Pause = { job: "hello", by: "ada", reason: "moving house", at: flow.clock.now(), until: undefined };
    const { ledger } = flow;
    const unheard = {
      send: (operation: DynamoOperation, request: Parameters<Ledger["dynamo"]["send"]>[1]) =>
        operation === "PutItem" ? Promise.reject(new Error("no answer")) : ledger.dynamo.send(operation, request),
    };
    const half = { ...flow, ledger: { ...ledger, dynamo: unheard } } as FlowBench;
    const wanted = { pause: said, before: undefined, say: () => writePause(ledger, said) };
    await expect(hold(half, wanted)).rejects.toThrow("no answer");
    await flow.advanceTo(at("07:10:00"));
    await resume(flow, said);
    await flow.advanceTo(at("08:10:00"));
    expect(await rows(flow)).toEqual([
      ["08:00", "succeeded", null],
      ["07:00", "skipped", "paused by ada: moving house"],
      ["06:00", "succeeded", null],
    ]);
  });
});
