// The history of a thousand and of a million runs (P11), through the ledger's own queries on an engine in a process of its own:
// `npm run bench -- history [--json] [--runs N]`. The peer reads the same runs by a Scan, as a table without keys for it is read.
import { fileURLToPath } from "node:url";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { jobStates } from "../src/cli/job-states.ts";
import { type HistoryRequest, readHistory } from "../src/cli/read-history.ts";
import { systemClock } from "../src/core/clock.ts";
import { systemRandom } from "../src/core/random.ts";
import { runIdOf } from "../src/ledger/keys.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { findRun } from "../src/ledger/reads/find-run.ts";
import { loadModel } from "../src/manifest/load-model.ts";
import { createPost } from "../src/runtime/dynamo/http-post.ts";
import { createSignedDynamo } from "../src/runtime/dynamo/signed-dynamo.ts";
import { Counted } from "./history/counted.ts";
import { dueTime, EVERY_MS, jobName, TABLE } from "./history/spread.ts";
import { median, spreadOf } from "./measure/median.ts";
import { inOwnProcess } from "./measure/own-process.ts";
import { scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";
import { OWN, startOwn } from "./servers/start.ts";

const JOBS = 100;
const KEYS = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
const ROUNDS = 15;
const DAY_MS = 86_400_000;
const at = process.argv.indexOf("--runs");
const MOST = at < 0 ? 1_000_000 : Number(process.argv[at + 1]);
const SIZES = [1_000, MOST].filter((size) => size <= MOST);
const now = systemClock.now();
const script = fileURLToPath(new URL("./history/fill-ledger.ts", import.meta.url));
const model = modelOf();

interface Measured {
  readonly ms: readonly number[];
  readonly requests: number;
  readonly items: number;
}
type Reading = (ledger: Ledger) => Promise<unknown>;

const request = (more: Partial<HistoryRequest>): HistoryRequest => ({
  ...{ job: undefined, jobs: model.jobs.map(({ name }) => name), fromAt: now - 7 * DAY_MS, toAt: now },
  ...{ statuses: undefined, limit: 50, cursor: undefined, ...more },
});
const history = (more: Partial<HistoryRequest>) => (ledger: Ledger) => readHistory(ledger, request(more));

interface Question {
  readonly name: string;
  readonly read: Reading;
  readonly goalMs?: number;
}

const QUESTIONS: readonly Question[] = [
  { name: "last 50 of a job", read: history({ job: jobName(7) }), goalMs: 10 },
  { name: "last 50 of all jobs", read: history({}) },
  { name: "first 50 failed of 24 h", read: history({ statuses: new Set(["failed"]), fromAt: now - DAY_MS }) },
  {
    ...{ name: "all failed of 24 h", goalMs: 30 },
    read: history({ statuses: new Set(["failed"]), fromAt: now - DAY_MS, limit: 10_000 }),
  },
  { name: "an hour, two days ago", read: history({ fromAt: now - 49 * 3_600_000, toAt: now - 48 * 3_600_000 }) },
  {
    name: "one run",
    read: (ledger) => findRun(ledger, runIdOf({ job: jobName(7), dueAt: dueTime(now, 5), suffix: undefined })),
  },
  { name: "strip of every job", read: (ledger) => jobStates(model, ledger), goalMs: 150 },
];

const bySize = new Map<number, ReadonlyMap<string, Measured>>();
for (const size of SIZES) bySize.set(size, await measure(size));
report(QUESTIONS.flatMap(({ name, goalMs }) => rowsOf(name, goalMs)));

async function measure(size: number): Promise<ReadonlyMap<string, Measured>> {
  const { folder, remove } = scratch();
  const begun = performance.now();
  try {
    await inOwnProcess(script, [folder, size, JOBS, now]);
    process.stderr.write(`${size} runs written in ${Math.round((performance.now() - begun) / 1_000)} s\n`);
    const server = await startOwn(OWN.engine, [folder]);
    try {
      // As `lamp` reaches an engine of its own.
      const environment = { AWS_REGION: "us-east-1", AWS_ENDPOINT_URL: server.endpoint, ...KEYS };
      const signed = createSignedDynamo({ clock: systemClock, random: systemRandom, environment, post: createPost() });
      const counted = new Counted(signed);
      const ledger: Ledger = { dynamo: counted, table: TABLE, clock: systemClock };
      const found = new Map<string, Measured>();
      for (const { name, read } of QUESTIONS) found.set(name, await timed(read, ledger, counted));
      found.set("scan", await timedScan(server.endpoint));
      return found;
    } finally {
      await server.stop();
    }
  } finally {
    remove();
  }
}

async function timed(read: Reading, ledger: Ledger, counted: Counted): Promise<Measured> {
  await read(ledger);
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    counted.reset();
    const begun = performance.now();
    await read(ledger);
    ms.push(performance.now() - begun);
  }
  return { ms, requests: counted.requests, items: counted.items };
}

/** Once: it reads all there is, whatever is asked. */
async function timedScan(endpoint: string): Promise<Measured> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  const begun = performance.now();
  let [requests, items] = [0, 0];
  const input = {
    TableName: TABLE,
    FilterExpression: "#job = :job",
    ExpressionAttributeNames: { "#job": "job" },
    ExpressionAttributeValues: { ":job": { S: jobName(7) } },
  };
  for await (const { ScannedCount = 0 } of paginateScan({ client }, input)) {
    requests++;
    items += ScannedCount;
  }
  client.destroy();
  return { ms: [performance.now() - begun], requests, items };
}

function rowsOf(name: string, goalMs: number | undefined): readonly BenchRow[] {
  const { ms = [], requests = 0 } = bySize.get(MOST)?.get(name) ?? {};
  const others = SIZES.filter((size) => size !== MOST).map(
    (size) => [`with ${size} runs`, median(bySize.get(size)?.get(name)?.ms ?? [])] as const,
  );
  const scan = bySize.get(MOST)?.get("scan");
  const figure = median(ms);
  const goal = goalMs === undefined ? {} : { goal: `≤ ${goalMs} ms`, met: figure <= goalMs };
  const smaller = SIZES.map((size) => bySize.get(size)?.get(name)?.items ?? 0).join(", ");
  const row = {
    name: `${name} of ${MOST}: ${requests} requests, items read ${smaller}`,
    unit: "ms",
    figure,
    spread: spreadOf(ms),
  };
  return [{ ...row, peers: { ...Object.fromEntries(others), "a Scan of all": median(scan?.ms ?? []) }, ...goal }];
}

function modelOf() {
  const minutes = EVERY_MS / 60_000;
  const jobs = Array.from(
    { length: JOBS },
    (_, index) => `  ${jobName(index)}: {schedule: "*/${minutes} * * * *", handler: h.ts}\n`,
  );
  const files = new Map([
    ["/jobs.yaml", `app: acme\njobs:\n${jobs.join("")}`],
    ["/h.ts", ""],
  ]);
  const reader = {
    read: (path: string) => (files.has(path) ? Buffer.from(files.get(path) ?? "") : undefined),
    exists: (path: string) => files.has(path),
    realpath: (path: string) => path,
    list: () => [],
  };
  const loaded = loadModel({ file: "/jobs.yaml", environment: "local", reader, variables: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.model;
}
