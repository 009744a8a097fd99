// A ledger on the engine's DynamoDB, reached over the wire by the signed door that functions use, under a clock that is moved.
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { systemClock } from "../../src/core/clock.ts";
import { systemRandom } from "../../src/core/random.ts";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../src/engine/engine.ts";
import type { Dynamo } from "../../src/ledger/dynamo.ts";
import { DEFAULT_POLICY, type Envelope } from "../../src/ledger/envelope.ts";
import { runKeyOf } from "../../src/ledger/keys.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Claimant } from "../../src/ledger/writes/claim-run.ts";
import { createPost } from "../../src/runtime/dynamo/http-post.ts";
import { createSignedDynamo } from "../../src/runtime/dynamo/signed-dynamo.ts";

export const NOON = Date.parse("2027-03-01T12:00:00Z");
export const MINUTE = 60_000;

export interface LedgerBench {
  readonly engine: Engine;
  readonly dynamo: Dynamo;
  readonly environment: Readonly<Record<string, string>>;
  /** A table of its own, and a clock at noon. */
  ledger(): Promise<Ledger & { readonly clock: VirtualClock }>;
  close(): Promise<void>;
}

export async function openLedgerBench(): Promise<LedgerBench> {
  const engine = await startEngine({ directory: ":memory:", fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: "us-east-1", credentials });
  const environment = {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  };
  const dynamo = createSignedDynamo({ clock: systemClock, random: systemRandom, post: createPost(), environment });
  let tables = 0;
  return {
    engine,
    dynamo,
    environment,
    async ledger() {
      const table = `ledger-${tables++}`;
      await client.send(ledgerTable(table));
      return { dynamo, table, clock: new VirtualClock(NOON) };
    },
    async close() {
      client.destroy();
      await engine.close();
    },
  };
}

/** As sync makes it, less the tags. */
export function ledgerTable(table: string): CreateTableCommand {
  const key = (name: string, KeyType: "HASH" | "RANGE") => ({ AttributeName: name, KeyType });
  return new CreateTableCommand({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "day", "sort"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
    GlobalSecondaryIndexes: [
      {
        IndexName: "recent",
        KeySchema: [key("day", "HASH"), key("sort", "RANGE")],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
}

export function envelopeFor(job: string, dueAt: number, more: Partial<Envelope> = {}): Envelope {
  return {
    run: { job, dueAt, suffix: undefined },
    runKey: runKeyOf(job, dueAt),
    trigger: "schedule",
    schedule: job,
    by: undefined,
    delivery: "d-1",
    deliveryAttempt: 1,
    generation: 0,
    force: false,
    policy: DEFAULT_POLICY,
    input: { bucket: "acme" },
    ...more,
  };
}

let claims = 0;
export function claimantFor(requestId: string, leaseUntil: number): Claimant {
  return {
    claim: `claim-${claims++}`,
    requestId,
    leaseUntil,
    function: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
    memoryMb: 256,
    architecture: "arm64",
    initMs: undefined,
    logGroup: "/aws/lambda/acme-local-report",
    logStream: "2027/03/01/[1]abc",
  };
}
