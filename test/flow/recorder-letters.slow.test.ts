// What existing functions could not finish, or was told twice, late, or by somebody else's event: nothing lost, nothing twice.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { openLetterQueue } from "../../src/aws/letter-queue.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { systemRandom } from "../../src/core/random.ts";
import { policyMember } from "../../src/desired/envelope.ts";
import { EVERY_LETTER } from "../../src/runs/dead-letters/letter-filter.ts";
import type { LetterQueue } from "../../src/runs/dead-letters/letter-queue.ts";
import { listLetters } from "../../src/runs/dead-letters/list-letters.ts";
import { type RedriveRequest, redriveLetters } from "../../src/runs/dead-letters/redrive-letters.ts";
import type { FunctionEvent, Invoker } from "../../src/runs/invoker.ts";
import { triggerRun } from "../../src/runs/trigger-run.ts";
import { makeBilling, RECORDER } from "./existing-function.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;
const BILLING = "arn:aws:lambda:us-east-1:000000000000:function:billing";
const never = new AbortController().signal;

async function flowOf(job: string) {
  const folder = mkdtempSync(join(tmpdir(), "lamp-recorder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = join(folder, "mark");
  const flow = await openFlow(at("05:58:30"), {
    "jobs.yaml": `app: acme\njobs:\n  ${job}: {schedule: "0 6 * * *", function: billing, record: true, input: {mark: ${JSON.stringify(mark)}}}\n`,
  });
  await makeBilling(flow);
  await flow.sync();
  const queue = await openLetterQueue(flow.clients, "arn:aws:sqs:us-east-1:000000000000:acme-local-failed", 0);
  if (!queue) throw new Error("no queue");
  return { flow, mark, queue };
}

async function redrive(
  flow: FlowBench,
  queue: LetterQueue,
  more: Partial<RedriveRequest> = {},
  invoker: Invoker = createInvoker(flow.clients),
) {
  const results: (string | null)[][] = [];
  const request: RedriveRequest = {
    ...{ queues: [queue], filter: EVERY_LETTER, by: "ada", dryRun: false, limit: 100, mode: "event", signal: never },
    functionOf: () => BILLING,
    onResult: ({ status, reason }) => void results.push([status, reason]),
    ...more,
  };
  await redriveLetters(request, { ledger: flow.ledger, invoker });
  return results;
}

const waiting = async (queue: LetterQueue) => (await listLetters([queue], EVERY_LETTER, never)).letters;
const rows = async (flow: FlowBench) =>
  (await flow.history()).map(({ id, status, trigger, attempts, result }) => [
    id,
    status,
    trigger,
    attempts.length,
    result,
  ]);
const ID = "mended.20270301T060000Z";

test("a run that failed for good does not lose its letter, nor is it run twice by a redrive", async () => {
  const { flow, mark, queue } = await flowOf("mended");
  await flow.advanceTo(at("06:05:00"));
  const [letter, ...more] = await waiting(queue);
  expect([letter?.runId, letter?.errorMessage, letter?.attempts, more]).toEqual([ID, "no mark", 3, []]);
  writeFileSync(mark, "");
  const real = createInvoker(flow.clients);
  const sent: FunctionEvent[] = [];
  const slow: Invoker = { ...real, sendEvent: async (event) => void sent.push(event) };
  expect(await redrive(flow, queue, {}, slow)).toEqual([["redriven", null]]);
  // Accepted, and not told of: it is awaited, and a letter that came twice does not run it again.
  expect(await rows(flow)).toEqual([[ID, "pending", "redrive", 3, null]]);
  await sendAgain(flow, letter?.event ?? {});
  expect(await redrive(flow, queue, {}, slow)).toEqual([
    ["left", "its run was sent, and nobody told yet how it ended"],
  ]);
  expect(sent.length).toBe(1);
  for (const event of sent) await real.sendEvent(event);
  await flow.advanceTo(at("06:06:00"));
  expect(await rows(flow)).toEqual([[ID, "succeeded", "redrive", 4, { rows: 7, event: "number" }]]);
  expect(await redrive(flow, queue)).toEqual([["duplicate", "its run has succeeded meanwhile"]]);
});

/** A standard queue may give out a letter twice. */
async function sendAgain(flow: FlowBench, requestPayload: JsonObject): Promise<void> {
  const sqs = await flow.clients.sqs();
  const requestContext = { requestId: "r", condition: "RetriesExhausted", approximateInvokeCount: 3 };
  const MessageBody = JSON.stringify({ version: "1.0", requestContext, requestPayload });
  const QueueUrl = `${flow.engine.endpoint}/000000000000/acme-local-failed`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

test("a redrive that is waited for has its end written down, whichever it is", async () => {
  const { flow, mark, queue } = await flowOf("mended");
  await flow.advanceTo(at("06:05:00"));
  expect(await redrive(flow, queue, { mode: "request" })).toEqual([["failed", "Error: no mark"]]);
  expect(await rows(flow)).toEqual([[ID, "dead", "redrive", 4, null]]);
  writeFileSync(mark, "");
  expect(await redrive(flow, queue, { mode: "request" })).toEqual([["redriven", null]]);
  expect(await rows(flow)).toEqual([[ID, "succeeded", "redrive", 5, { rows: 7, event: "number" }]]);
});

test("what the ledger could not take is not lost: it waits as a letter, and the function does not run for it again", async () => {
  const { flow, mark, queue } = await flowOf("flaky");
  const iam = await flow.clients.iam();
  const policy = { RoleName: "acme-local-recorder", PolicyName: "lamplighter" };
  const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(policy));
  const rights = decodeURIComponent(PolicyDocument);
  const without = JSON.parse(rights) as { Statement: { Action: string[] }[] };
  without.Statement = without.Statement.filter(({ Action }) => !Action.some((action) => action.startsWith("dynamodb")));
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(without) }));
  await flow.advanceTo(at("06:15:00"));
  const [letter] = await waiting(queue);
  expect([letter?.errorCode, letter?.untold?.recorder]).toEqual(["NotRecorded", RECORDER]);
  expect((await rows(flow)).map(([id, status]) => [id, status])).toEqual([[null, "pending"]]);
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: rights }));
  expect(await redrive(flow, queue)).toEqual([["redriven", null]]);
  await flow.advanceTo(at("06:20:00"));
  expect((await rows(flow)).map(([id, status]) => [id, status])).toEqual([["flaky.20270301T060000Z", "succeeded"]]);
  expect([existsSync(mark) && readFileSync(mark, "utf8"), await waiting(queue)]).toEqual(["xxx", []]);
  await iam.send(new DeleteRolePolicyCommand(policy));
});

test("a run by hand is told of as well, and an event of somebody else is none", async () => {
  const { flow } = await flowOf("fine");
  const [job] = flow.model.jobs;
  if (!job) throw new Error("no job");
  const { policy } = policyMember(job);
  const asked = { job, policy, functionArn: BILLING, input: {}, dueAt: undefined, by: "ada", mode: "event" } as const;
  const doors = { ledger: flow.ledger, invoker: createInvoker(flow.clients), random: systemRandom };
  const { runId, invoked } = await triggerRun(asked, doors);
  await invoked;
  const lambda = await flow.clients.lambda();
  const envelope = { lamplighter: 1, job: "fine", due: at("05:00:00"), input: {} };
  const foreign = [
    { hello: "world" },
    {
      ...envelope,
      trigger: "schedule",
      schedule: "arn:aws:scheduler:us-east-1:000000000000:schedule/other-local/fine",
    },
    { ...envelope, trigger: "manual", schedule: null, runId: "fine.20270301T050000Z.abcd", requestId: "r-1" },
  ];
  for (const event of foreign) {
    const Payload = new TextEncoder().encode(JSON.stringify(event));
    await lambda.send(new InvokeCommand({ FunctionName: "billing", InvocationType: "Event", Payload }));
  }
  await flow.advanceTo(at("05:59:30"));
  expect(await rows(flow)).toEqual([[runId, "succeeded", "manual", 1, { rows: 7, event: "number" }]]);
});
