// Reading an environment in which nothing changed (P3, P4): ours, by pages and what is remembered, against a reader that asks for
// each schedule, ten at a time. Both through the SDK to the same engine, 60 ms away. `npm run bench -- no-op-plan [--json] [--short]`
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { createClients } from "../src/aws/clients.ts";
import { createCloud } from "../src/aws/cloud.ts";
import { createDynamo } from "../src/aws/dynamo.ts";
import { createReader } from "../src/aws/observe/reader.ts";
import { decodeReadings, encodeReadings, hashOf, NO_READINGS } from "../src/aws/observe/readings.ts";
import { systemClock } from "../src/core/clock.ts";
import { inParallel } from "../src/core/in-parallel.ts";
import type { Resource, ScheduleResource } from "../src/desired/resource.ts";
import { readSyncState } from "../src/ledger/reads/sync-state.ts";
import { writeReadings } from "../src/ledger/writes/write-readings.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { type BenchRow, report } from "./measure/report.ts";
import { startOwn } from "./servers/start.ts";

const SHORT = process.argv.includes("--short");
const AWAY_MS = 60;
const ACCOUNT = "000000000000";
const SCOPE = { app: "acme", environment: "bench" };
const TAGS = { "lamplighter:app": "acme", "lamplighter:env": "bench" };
const GROUP = "acme-bench";
const TABLE = "acme-bench-ledger";
/** Jobs are named for what they do: by many letters. */
const WORDS = [
  ...["archive", "backup", "cleanup", "digest", "export", "forecast", "geocode", "health", "import", "journal"],
  ...["kpi", "ledger", "metrics", "notify", "optimise", "prune", "quota", "report", "sync", "train"],
];

interface Measured {
  readonly ms: number;
  readonly calls: number;
}

function schedulesOf(count: number, nameOf: (index: number) => string): readonly ScheduleResource[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "schedule",
    name: nameOf(index),
    group: GROUP,
    description: "One of many",
    expression: "cron(0 6 ? * MON-FRI *)",
    timezone: "Europe/Berlin",
    enabled: true,
    startAt: undefined,
    endAt: undefined,
    windowMinutes: undefined,
    deleteAfterCompletion: false,
    targetArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:acme-bench-f:live`,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/acme-bench-scheduler`,
    input: `{"lamplighter":1,"job":"job-${index}","due":"<aws.scheduler.scheduled-time>","input":{"n":${index}}}`,
    deadLetterArn: undefined,
    attempts: 10,
    maxAgeSeconds: 3_600,
  }));
}

const trust = {
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const policy = { Version: "2012-10-17" as const, Statement: [{ Effect: "Allow", Action: ["s3:*"], Resource: ["*"] }] };
const SHARED: readonly Resource[] = [
  {
    kind: "table",
    name: TABLE,
    ttlAttribute: "expiresAt",
    indexes: [{ name: "recent", partitionKey: "day", sortKey: "sort" }],
    tags: TAGS,
  },
  { kind: "role", name: "acme-bench-scheduler", description: "", trust, policy, tags: TAGS },
  { kind: "group", name: GROUP, tags: TAGS },
];

/** The environment with all its schedules, and what a sync would have kept of it. */
async function prepare(near: string, schedules: readonly ScheduleResource[]): Promise<void> {
  const clients = createClients({ region: "us-east-1", endpoint: near, embedded: true });
  const cloud = createCloud({ clients, clock: systemClock });
  for (const resource of SHARED) await cloud.create(resource, undefined);
  await inParallel(schedules, 16, (schedule) => cloud.create(schedule, undefined));
  const reader = createReader({ clients, clock: systemClock });
  const expected = schedules.map(({ name }) => name);
  const created = new Map(schedules.map((one) => [one.name, hashOf(one)] as const));
  let left = 1;
  let readings = NO_READINGS;
  while (left > 0) {
    const survey = await reader.survey({ ...SCOPE, expected, full: false });
    const seen = await reader.observe(survey, { desired: [...SHARED, ...schedules], readings, created });
    readings = seen.readings;
    left = schedules.length - readings.schedules.size;
  }
  const ledger = { dynamo: createDynamo(clients), table: TABLE, clock: systemClock };
  await writeReadings(ledger, encodeReadings(readings));
  clients.close();
}

async function ours(far: string, schedules: readonly ScheduleResource[]): Promise<Measured> {
  const started = performance.now();
  // Not as our own engine: the calls are paced by AWS's quotas, as they would be there.
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const clients = createClients({ region: "us-east-1", endpoint: far, credentials });
  const reader = createReader({ clients, clock: systemClock });
  const ledger = { dynamo: createDynamo(clients), table: TABLE, clock: systemClock };
  const expected = schedules.map(({ name }) => name);
  const [survey, state] = await Promise.all([
    reader.survey({ ...SCOPE, expected, full: false }),
    readSyncState(ledger),
  ]);
  const desired = [...SHARED, ...schedules];
  const seen = await reader.observe(survey, { desired, readings: decodeReadings(state.readings) });
  if (seen.actual.length !== desired.length || seen.readAnew > 0) {
    throw new Error(`${seen.actual.length} of ${desired.length} seen, ${seen.readAnew} read anew`);
  }
  clients.close();
  return { ms: performance.now() - started, calls: clients.apiCalls() };
}

async function oneByOne(far: string, schedules: readonly ScheduleResource[]): Promise<Measured> {
  const started = performance.now();
  const clients = createClients({ region: "us-east-1", endpoint: far, embedded: true });
  const client = await clients.scheduler();
  await inParallel(schedules, 10, ({ name }) => client.send(new GetScheduleCommand({ GroupName: GROUP, Name: name })));
  clients.close();
  return { ms: performance.now() - started, calls: clients.apiCalls() };
}

async function compare(
  what: string,
  schedules: readonly ScheduleResource[],
  rounds: number,
  goals: { readonly ratio?: number; readonly calls?: number },
): Promise<readonly BenchRow[]> {
  const server = await startOwn(new URL("servers/far-engine.ts", import.meta.url).pathname, [String(AWAY_MS)]);
  const { near, far } = JSON.parse(server.endpoint) as { near: string; far: string };
  try {
    await prepare(near, schedules);
    const times = await inTurn(rounds, { ours: () => ours(far, schedules), other: () => oneByOne(far, schedules) });
    const of = (name: string, part: keyof Measured) => (times[name] ?? []).map((one) => one[part]);
    const [time, calls, rival] = [median(of("ours", "ms")), median(of("ours", "calls")), median(of("other", "ms"))];
    return [
      {
        name: `plan of nothing, ${what}, ${AWAY_MS} ms away`,
        unit: "ms",
        figure: time,
        spread: spreadOf(of("ours", "ms")),
        peers: { "one GetSchedule each, ten at a time": rival },
        ...(goals.ratio === undefined ? {} : { goal: `≤ 1/${goals.ratio} of it`, met: time <= rival / goals.ratio }),
      },
      {
        name: `calls of it`,
        unit: "calls",
        figure: calls,
        peers: { "one GetSchedule each": median(of("other", "calls")) },
        ...(goals.calls === undefined ? {} : { goal: `≤ ${goals.calls}`, met: calls <= goals.calls }),
      },
    ];
  } finally {
    await server.stop();
  }
}

const varied = (index: number) => `${WORDS[index % WORDS.length]}-${index}`;
const alike = (index: number) => `job-${index}`;
const rows = [
  ...(await compare("100 schedules", schedulesOf(100, varied), 7, { calls: 8 })),
  ...(await compare("1,000 schedules", schedulesOf(1_000, varied), SHORT ? 3 : 7, { ratio: 15 })),
  ...(SHORT
    ? []
    : [
        ...(await compare("1,000 schedules of one first letter", schedulesOf(1_000, alike), 7, {})),
        ...(await compare("10,000 schedules", schedulesOf(10_000, varied), 3, { ratio: 20, calls: 350 })),
      ]),
];
report(rows);
