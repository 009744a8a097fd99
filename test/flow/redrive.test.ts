// Dead letters on the engine: listed without being taken, run again once, wherever a redrive is cut off.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { openLetterQueue } from "../../src/aws/letter-queue.ts";
import { EVERY_LETTER } from "../../src/runs/dead-letters/letter-filter.ts";
import type { LetterQueue } from "../../src/runs/dead-letters/letter-queue.ts";
import { listLetters } from "../../src/runs/dead-letters/list-letters.ts";
import { purgeLetters } from "../../src/runs/dead-letters/purge-letters.ts";
import {
  type RedriveRequest,
  type RedriveResult,
  redriveLetters,
} from "../../src/runs/dead-letters/redrive-letters.ts";
import type { FunctionEvent, Invoker } from "../../src/runs/invoker.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const never = new AbortController().signal;
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:acme-local-brittle:live";

/** Fails until a file is there: a variable of the process would not outlive a new environment. */
const BRITTLE = `import { existsSync } from "node:fs";
import { job } from "lamplighter";
export default job<{ mark: string }>(async ({ mark }, run) => {
  if (!existsSync(mark)) throw new RangeError("out of rope");
  return { attempt: run.attempt, trigger: run.trigger };
});
`;

async function brokenFlow() {
  const folder = mkdtempSync(join(tmpdir(), "lamp-redrive-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = join(folder, "mark");
  const flow = await openFlow("2027-03-01T05:58:30Z", {
    "jobs.yaml": `app: acme\njobs:\n  brittle: {schedule: "0 6 * * *", handler: jobs/brittle.ts, input: {mark: ${JSON.stringify(mark)}}}\n`,
    "jobs/brittle.ts": BRITTLE,
  });
  await flow.sync();
  await flow.advanceTo("2027-03-01T06:05:00Z");
  const opened = await Promise.all(
    ["undelivered", "failed"].map((name) =>
      openLetterQueue(flow.clients, `arn:aws:sqs:us-east-1:000000000000:acme-local-${name}`, 0),
    ),
  );
  const queues = opened.filter((queue) => queue !== undefined);
  return { flow, queues, mark };
}

async function redrive(
  flow: FlowBench,
  queues: readonly LetterQueue[],
  more: Partial<RedriveRequest> = {},
  invoker: Invoker = createInvoker(flow.clients),
) {
  const results: RedriveResult[] = [];
  const request: RedriveRequest = {
    queues,
    filter: EVERY_LETTER,
    functionOf: (job) => (job === "brittle" ? FUNCTION : undefined),
    by: "ada",
    dryRun: false,
    limit: 100,
    mode: "event",
    signal: never,
    onResult: (result) => void results.push(result),
    ...more,
  };
  await redriveLetters(request, { ledger: flow.ledger, invoker });
  return results.map(({ status, reason }) => [status, reason]);
}

const repair = (mark: string) => writeFileSync(mark, "");
const settle = (flow: FlowBench) => flow.advanceTo(new Date(flow.clock.now() + 1_000).toISOString());
const waiting = async (queues: readonly LetterQueue[]) => (await listLetters(queues, EVERY_LETTER, never)).letters;

describe("a redrive", () => {
  test("does not lose a letter that is looked at, nor run it more than once when it is done", async () => {
    const { flow, queues, mark } = await brokenFlow();
    expect(await waiting(queues)).toMatchObject([
      { queue: "failed", job: "brittle", errorCode: "RangeError", attempts: 3, generation: 0 },
    ]);
    expect(await redrive(flow, queues, { dryRun: true })).toEqual([["redriven", null]]);
    expect(await waiting(queues)).toHaveLength(1);
    repair(mark);
    expect(await redrive(flow, queues)).toEqual([["redriven", null]]);
    await settle(flow);
    expect(await waiting(queues)).toEqual([]);
    expect(await redrive(flow, queues)).toEqual([]);
    const [run] = await flow.history();
    expect(run).toMatchObject({
      key: "brittle#2027-03-01T06:00:00Z",
      status: "succeeded",
      trigger: "redrive",
      by: "ada",
      result: { attempt: 4, trigger: "redrive" },
    });
    expect(run?.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed", "succeeded"]);
  });

  test("Q11: does not take away the letter of a run whose last attempt crashed while its time was not over", async () => {
    const { flow, queues, mark } = await brokenFlow();
    repair(mark);
    const { ledger } = flow;
    const [run] = await flow.history();
    const Key = { pk: { S: "JOB#brittle" }, sk: { S: "RUN#2027-03-01T06:00:00Z" } };
    // As a crash leaves it: nobody could say that it is over.
    await ledger.dynamo.send("UpdateItem", {
      ...{ TableName: ledger.table, Key, UpdateExpression: "SET #state = :running, leaseUntil = :lease" },
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":running": { S: "running" }, ":lease": { N: String(flow.clock.now() + 60_000) } },
    });
    expect(await redrive(flow, queues)).toEqual([["left", expect.stringContaining("going on, or crashed")]]);
    expect(await waiting(queues)).toHaveLength(1);
    await flow.advanceTo(new Date(flow.clock.now() + 61_000).toISOString());
    expect(await redrive(flow, queues)).toEqual([["redriven", null]]);
    await settle(flow);
    expect(await waiting(queues)).toEqual([]);
    expect((await flow.history())[0]).toMatchObject({ id: run?.id, status: "succeeded" });
  });

  test("Q12, Q13, Q14: does not lose or double a run when it is cut off between accepting and deleting", async () => {
    const { flow, queues, mark } = await brokenFlow();
    repair(mark);
    const dying = queues.map((queue) => ({
      ...queue,
      delete: () => Promise.reject(new Error("killed")),
    }));
    // Accepted, and not yet run: the second redrive cannot see that the first one's event is on its way.
    const accepted: FunctionEvent[] = [];
    const real = createInvoker(flow.clients);
    const slow: Invoker = { call: real.call, sendEvent: async (event) => void accepted.push(event) };
    await expect(redrive(flow, dying, {}, slow)).rejects.toThrow("killed");
    expect(await waiting(queues)).toHaveLength(1);
    expect(await redrive(flow, queues, {}, slow)).toEqual([["redriven", null]]);
    for (const event of accepted) await real.call(event);
    const runs = await flow.history();
    expect(runs.map(({ status, reason }) => [status, reason])).toEqual([
      ["skipped", "duplicate"],
      ["succeeded", null],
    ]);
  });

  test("Q10, Q16: does not delete what was not accepted", async () => {
    const { flow, queues } = await brokenFlow();
    const refusing = () => Promise.reject(new Error("throttled"));
    expect(await redrive(flow, queues, {}, { sendEvent: refusing, call: refusing })).toEqual([["failed", "throttled"]]);
    expect(await redrive(flow, queues, { mode: "request" })).toMatchObject([
      ["failed", expect.stringContaining("rope")],
    ]);
    expect(await redrive(flow, queues, { functionOf: () => undefined })).toEqual([
      ["left", "job brittle is not in the file"],
    ]);
    expect(await redrive(flow, queues, { limit: 0 })).toEqual([["left", "only 0 at a time (--limit)"]]);
    expect(await waiting(queues)).toHaveLength(1);
  });

  test("Q15: does not go round for ever: a letter that came back five times is parked", async () => {
    const { flow, queues } = await brokenFlow();
    for (let round = 1; round <= 5; round++) {
      expect(await redrive(flow, queues)).toEqual([["redriven", null]]);
      await flow.advanceTo(new Date(flow.clock.now() + 6 * 60_000).toISOString());
      expect(await waiting(queues)).toMatchObject([{ generation: round }]);
    }
    expect(await redrive(flow, queues)).toEqual([["left", "redriven 5 times already: it is parked"]]);
    const [run] = await flow.history();
    expect(run).toMatchObject({ status: "dead", key: "brittle#2027-03-01T06:00:00Z" });
    expect(run?.attempts).toHaveLength(18);
  });

  test("does not run again what has succeeded since, and does not keep its letter", async () => {
    const { flow, queues, mark } = await brokenFlow();
    repair(mark);
    const [letter] = await waiting(queues);
    const payload = JSON.stringify({ ...letter?.event, trigger: "redrive", generation: 1 });
    await createInvoker(flow.clients).call({ function: FUNCTION, payload });
    expect(await redrive(flow, queues)).toEqual([["duplicate", "its run has succeeded meanwhile"]]);
    expect(await waiting(queues)).toEqual([]);
  });

  test("Q06, Q09: does not leave out what could not be delivered, nor touch a stranger's message", async () => {
    const { flow, queues, mark } = await brokenFlow();
    repair(mark);
    const lambda = await flow.clients.lambda();
    const { DeleteAliasCommand, CreateAliasCommand } = await import("@aws-sdk/client-lambda");
    await lambda.send(new DeleteAliasCommand({ FunctionName: "acme-local-brittle", Name: "live" }));
    await flow.advanceTo("2027-03-02T06:02:00Z");
    await lambda.send(
      new CreateAliasCommand({ FunctionName: "acme-local-brittle", Name: "live", FunctionVersion: "1" }),
    );
    const sqs = await flow.clients.sqs();
    const QueueUrl = `${flow.engine.endpoint}/000000000000/acme-local-undelivered`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "not ours" }));
    const listed = await listLetters(queues, { ...EVERY_LETTER, queue: "undelivered" }, never);
    expect(listed).toMatchObject({
      unreadable: 1,
      letters: [{ job: "brittle", dueAt: Date.parse("2027-03-02T06:00:00Z"), errorCode: "ResourceNotFoundException" }],
    });
    expect(await redrive(flow, queues, { filter: { ...EVERY_LETTER, queue: "undelivered" } })).toEqual([
      ["redriven", null],
    ]);
    await settle(flow);
    expect((await flow.history())[0]).toMatchObject({ due: "2027-03-02T06:00:00.000Z", status: "succeeded" });
    expect(await purgeLetters(queues, EVERY_LETTER, never)).toBe(1);
    expect(await listLetters(queues, EVERY_LETTER, never)).toEqual({ letters: [], unreadable: 1 });
  });
});
