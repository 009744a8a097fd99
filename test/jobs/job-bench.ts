// This repository's jobs as functions on the engine: real buckets, real tables, a clock that stands where it is put.
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Engine, startEngine } from "../../src/engine/engine.ts";
import type { JobDefinition } from "../../src/runtime/job.ts";
import type { Run } from "../../src/runtime/run/run.ts";

export type Item = Record<string, AttributeValue>;

export interface JobBench {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  keys(bucket: string): Promise<string[]>;
  text(bucket: string, key: string): Promise<string>;
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
  bucket(name: string): Promise<void>;
  table(name: string, items: readonly Item[]): Promise<void>;
  items(table: string): Promise<Item[]>;
  close(): Promise<void>;
}

/** Jobs make their own clients, as in a function: by what the environment says. */
export async function openJobBench(): Promise<JobBench> {
  const engine = await startEngine({ directory: ":memory:", fire: false });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
  const s3 = new S3Client({});
  const dynamodb = new DynamoDBClient({});
  return { s3, dynamodb, ...buckets(s3), ...tables(dynamodb), close: () => closed(engine, before) };
}

async function closed(engine: Engine, before: NodeJS.ProcessEnv): Promise<void> {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await engine.close();
}

function buckets(s3: S3Client) {
  return {
    async keys(bucket: string) {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
        keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      }
      return keys;
    },
    async text(bucket: string, key: string) {
      const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await answer.Body?.transformToString()) ?? "";
    },
    async put(bucket: string, key: string, body: string | Uint8Array) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    async bucket(name: string) {
      await s3.send(new CreateBucketCommand({ Bucket: name }));
    },
  };
}

const BATCH = 25;

function tables(dynamodb: DynamoDBClient) {
  return {
    async table(name: string, items: readonly Item[]) {
      await dynamodb.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        }),
      );
      for (let from = 0; from < items.length; from += BATCH) {
        const requests = items.slice(from, from + BATCH).map((Item) => ({ PutRequest: { Item } }));
        await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
      }
    },
    async items(table: string) {
      const items: Item[] = [];
      for await (const page of paginateScan({ client: dynamodb }, { TableName: table }))
        items.push(...(page.Items ?? []));
      return items.sort((a, b) => ((a["pk"]?.S ?? "") < (b["pk"]?.S ?? "") ? -1 : 1));
    },
  };
}

export interface Given {
  readonly due: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** One attempt of a job, outside a function: what it returns, and what it logged. */
export async function attemptOf<I>(job: JobDefinition<I>, input: I, given: Given) {
  const lines: string[] = [];
  const log = (message: string) => void lines.push(message);
  const run = {
    id: "job.20270301T060000Z",
    job: "job",
    due: new Date(given.due),
    attempt: 1,
    trigger: "schedule",
    signal: given.signal ?? new AbortController().signal,
    remainingMs: () => 60_000,
    log: { debug: log, info: log, warn: log, error: log },
    progress: (done: number) => given.onProgress?.(done),
    idempotencyKey: `job#${given.due}`,
  } as unknown as Run;
  return { result: await job.handler(input, run), lines };
}
