// Reads everything back and holds it against the evidence: what was acknowledged is there, what fired did so once.
import { readFileSync } from "node:fs";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { GetScheduleCommand, paginateListSchedules } from "@aws-sdk/client-scheduler";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { Clients } from "./clients.ts";
import { allows, type Expectation, expectationsOf } from "./evidence.ts";
import { bodyOf } from "./load.ts";
import { TICKING } from "./prepare.ts";

export interface Findings {
  readonly things: number;
  readonly firings: number;
  readonly ticks: number;
  readonly letters: number;
  readonly events: number;
  readonly wrong: readonly string[];
}

export async function check(aws: Clients, evidence: string, effects: string): Promise<Findings> {
  const expectations = expectationsOf(evidence);
  const ofKind = (kind: Expectation["kind"]) => expectations.filter((each) => each.kind === kind);
  const wrong: string[] = [];
  const mustAllow = (expectation: Expectation, version: number) => {
    if (allows(expectation, version)) return;
    const { kind, key, acknowledged, open } = expectation;
    wrong.push(`${kind} ${key}: acknowledged ${acknowledged}, open ${[...open]}, found ${version}`);
  };

  const names = await scheduleNames(aws);
  for (const each of ofKind("schedule")) mustAllow(each, names.has(each.key) ? await versionOf(aws, each.key) : 0);
  const items = await itemVersions(aws);
  for (const each of ofKind("item")) mustAllow(each, items.get(each.key) ?? 0);
  const objects = await objectKeys(aws);
  for (const each of ofKind("object")) mustAllow(each, objects.has(each.key) ? await objectVersion(aws, each) : 0);
  const inbox = count(await bodies(aws, "inbox"));
  for (const each of ofKind("message")) mustAllow(each, inbox.get(each.key) ?? 0);

  const fired = await bodies(aws, "fired");
  const letters = await bodies(aws, "letters");
  for (const [kind, arrived] of [
    ["fired", count(fired)],
    ["undelivered", count(letters)],
  ] as const) {
    for (const each of ofKind(kind)) {
      const made = names.has(each.key) ? 1 : 0;
      mustAllow(each, made);
      const times = arrived.get(each.key) ?? 0;
      if (times !== made) wrong.push(`${kind} ${each.key}: ${made} due time, ${times} arrived`);
    }
  }
  const events = count(readFileSync(effects, "utf8").split("\n"));
  for (const body of await bodies(aws, "failed")) {
    const { id } = (JSON.parse(body) as { requestPayload: { id: string } }).requestPayload;
    events.set(id, (events.get(id) ?? 0) + 1);
  }
  for (const each of ofKind("event")) {
    if (each.acknowledged === 1 && !events.has(each.key))
      wrong.push(`event ${each.key}: accepted, neither run nor given up`);
  }
  const ticks = await bodies(aws, "ticks");
  wrong.push(...gapsIn(ticks));
  return {
    things: expectations.length,
    ...{ firings: fired.length, ticks: ticks.length, letters: letters.length, events: ofKind("event").length },
    wrong,
  };
}

/** A schedule of every minute: each minute from the first to the last, once. */
function gapsIn(ticks: readonly string[]): string[] {
  const wrong: string[] = [];
  for (let index = 0; index < TICKING; index++) {
    const own = ticks.filter((tick) => tick.startsWith(`${index} `)).map((tick) => Date.parse(tick.slice(2)));
    const due = own.toSorted((a, b) => a - b);
    for (const [at, time] of due.entries()) {
      const step = at === 0 ? 60_000 : time - (due[at - 1] ?? 0);
      if (step !== 60_000)
        wrong.push(`tick-${index}: ${step} ms between two due times, at ${new Date(time).toISOString()}`);
    }
  }
  return wrong;
}

const count = (values: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

async function scheduleNames({ scheduler }: Clients): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const page of paginateListSchedules({ client: scheduler, pageSize: 100 }, {})) {
    for (const { Name = "" } of page.Schedules ?? []) names.add(Name);
  }
  return names;
}

const versionOf = async ({ scheduler }: Clients, Name: string) =>
  Number((await scheduler.send(new GetScheduleCommand({ Name }))).Description);

async function itemVersions({ dynamodb }: Clients): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for await (const page of paginateScan({ client: dynamodb }, { TableName: "crash" })) {
    for (const item of page.Items ?? []) versions.set(item["pk"]?.S ?? "", Number(item["version"]?.N));
  }
  return versions;
}

async function objectKeys({ s3 }: Clients): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: "crash" })) {
    for (const { Key = "" } of page.Contents ?? []) keys.add(Key);
  }
  return keys;
}

async function objectVersion({ s3 }: Clients, { key }: Expectation): Promise<number> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "crash", Key: key }));
  const text = (await Body?.transformToString()) ?? "";
  const version = Number(text.split(" ")[1]);
  return text === bodyOf(key, version) ? version : Number.NaN;
}

/** Each message once: what was received stays hidden for as long as this reads. */
async function bodies(aws: Clients, queue: string): Promise<string[]> {
  const all: string[] = [];
  const ask = { QueueUrl: aws.queueUrl(queue), MaxNumberOfMessages: 10, VisibilityTimeout: 43_000 };
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand(ask));
    if (Messages.length === 0) return all;
    all.push(...Messages.map(({ Body = "" }) => Body));
  }
}
