// Fills a ledger on disk with runs as the product writes them: the first is really claimed and finished, the others are its
// item with their own keys and times. `node bench/history/fill-ledger.ts DIRECTORY COUNT JOBS NOW`
import { join } from "node:path";
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { systemRandom } from "../../src/core/random.ts";
import { type DirectEngine, openDirectEngine } from "../../src/engine/direct-engine.ts";
import type { Host } from "../../src/engine/lambda/host/host.ts";
import { makePrivateFolder } from "../../src/engine/store/private-folder.ts";
import { Store } from "../../src/engine/store.ts";
import type { Dynamo, Item } from "../../src/ledger/dynamo.ts";
import { DEFAULT_POLICY, type Envelope } from "../../src/ledger/envelope.ts";
import { marshalItem } from "../../src/ledger/items/attribute-value.ts";
import { recentKey, runIdOf, runItemKey, runKeyOf } from "../../src/ledger/keys.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { type Claimant, claimRun } from "../../src/ledger/writes/claim-run.ts";
import { boundError, finishAttempt } from "../../src/ledger/writes/finish-attempt.ts";
import { recordRevision } from "../../src/ledger/writes/record-revision.ts";
import { dueTime, EVERY_MS, jobName, TABLE } from "./spread.ts";

const [directory = "", count, jobs, now] = process.argv.slice(2);
const NOBODY: Host = {
  room: 0,
  busyOf: () => 0,
  retire() {},
  close() {},
  invoke: () => Promise.reject(new Error("nothing runs here")),
};
/** Of a hundred runs. */
const FAILING = 2;
const BATCH = 25;
const AT_ONCE = 80;

makePrivateFolder(directory);
const store = Store.open(join(directory, "engine.db"));
const engine = openDirectEngine({
  ...{
    clock: systemClock,
    lambdaClock: systemClock,
    random: systemRandom,
    region: "us-east-1",
    account: "000000000000",
  },
  ...{ log: silentLog, host: NOBODY, between: (targets) => targets, kept: { store, directory } },
});
await createTable(engine);
const templates = { succeeded: await template(true), failed: await template(false) };
const total = Number(count);
for (let from = 0; from < total; from += BATCH * AT_ONCE) {
  const end = Math.min(total, from + BATCH * AT_ONCE);
  const batches = Array.from({ length: Math.ceil((end - from) / BATCH) }, (_, index) => from + index * BATCH);
  await store.durably(() => Promise.all(batches.map((start) => write(start, Math.min(end, start + BATCH)))));
}
const ledger = ledgerOf(engine);
for (let job = 0; job < Number(jobs); job++) {
  const shape = { enabled: true, expression: `cron(0/${EVERY_MS / 60_000} * * * ? *)`, timezone: "UTC" };
  const fromAt = dueTime(Number(now), Math.ceil(total / Number(jobs)) - 1) - 1;
  const none = {
    startAt: undefined,
    endAt: undefined,
    windowMinutes: undefined,
    unrecorded: undefined,
    pause: undefined,
  };
  await recordRevision(ledger, { job: jobName(job), schedule: jobName(job), fromAt, ...shape, ...none });
}
await engine.close();
store.close();
console.log(JSON.stringify({ written: total }));

function write(from: number, to: number): Promise<unknown> {
  const puts = Array.from({ length: to - from }, (_, offset) => ({ PutRequest: { Item: itemOf(from + offset) } }));
  return engine.callUnchecked("dynamodb", "BatchWriteItem", { RequestItems: { [TABLE]: puts } });
}

function itemOf(index: number): Item {
  const job = jobName(index % Number(jobs));
  const dueAt = dueTime(Number(now), Math.floor(index / Number(jobs)));
  const ref = { job, dueAt, suffix: undefined };
  const { attempts: _, ...kept } = (index * 7_919) % 100 < FAILING ? templates.failed : templates.succeeded;
  const own = { job, dueAt, runId: runIdOf(ref), runKey: runKeyOf(job, dueAt), schedule: job, startedAt: dueAt + 500 };
  return {
    ...kept,
    attempts: _ as never,
    ...marshalItem({ ...runItemKey(ref), ...recentKey(ref), ...own, endedAt: dueAt + 1_700 }),
  };
}

/** A run as the product leaves it, read back as DynamoDB has it. */
async function template(succeeds: boolean): Promise<Item> {
  const dueAt = Number(now) + (succeeds ? 1 : 2) * EVERY_MS;
  const run = { job: "template", dueAt, suffix: undefined };
  const envelope: Envelope = {
    ...{ run, runKey: runKeyOf("template", dueAt), trigger: "schedule", schedule: "template", by: undefined },
    ...{ generation: 0, force: false, delivery: "a5b0", deliveryAttempt: 1, policy: DEFAULT_POLICY },
    input: { bucket: "acme-reports", day: "2027-03-01" },
  };
  const claimant: Claimant = {
    ...{ claim: "0123456789abcdef", requestId: systemRandom.uuid(), leaseUntil: dueAt + 60_000, memoryMb: 256 },
    ...{ function: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live", architecture: "arm64" },
    ...{ initMs: undefined, logGroup: "/aws/lambda/acme-local-report", logStream: "2027/03/01/[1]0123456789abcdef" },
  };
  const own = ledgerOf(engine);
  const claimed = await claimRun(own, envelope, claimant);
  if (claimed.kind !== "claimed") throw new Error("the first run was refused");
  const error = boundError(
    "Error",
    "The bucket acme-reports is not there",
    "Error: …\n    at handler (index.mjs:12:9)",
  );
  const result = { text: '{"rows":120,"bytes":48211}', truncated: false };
  const outcome = succeeds ? "succeeded" : "failed";
  await finishAttempt(own, claimed.run, {
    outcome,
    memoryUsedMb: 81,
    startedAt: dueAt,
    ...(succeeds ? { result } : { error }),
  });
  const Key = marshalItem({ ...runItemKey(run) });
  const { Item: item } = await engine.callUnchecked("dynamodb", "GetItem", { TableName: TABLE, Key });
  await engine.callUnchecked("dynamodb", "DeleteItem", { TableName: TABLE, Key });
  return item as Item;
}

function ledgerOf(direct: DirectEngine): Ledger {
  const dynamo: Dynamo = { send: (operation, input) => direct.callUnchecked("dynamodb", operation, input) };
  return { dynamo, table: TABLE, clock: systemClock };
}

async function createTable(direct: DirectEngine): Promise<void> {
  const keys = (HASH: string, RANGE: string) => [
    { AttributeName: HASH, KeyType: "HASH" },
    { AttributeName: RANGE, KeyType: "RANGE" },
  ];
  await direct.call("dynamodb", "CreateTable", {
    ...{ TableName: TABLE, BillingMode: "PAY_PER_REQUEST", KeySchema: keys("pk", "sk") },
    AttributeDefinitions: ["pk", "sk", "day", "sort"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [
      { IndexName: "recent", KeySchema: keys("day", "sort"), Projection: { ProjectionType: "ALL" } },
    ],
  });
}
