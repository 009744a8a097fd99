// A cloud on the embedded engine, and one resource of each kind to put there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Cloud } from "../../src/apply/cloud.ts";
import { type Clients, createClients } from "../../src/aws/clients.ts";
import { createCloud } from "../../src/aws/cloud.ts";
import { codeSha256Of, zipOf } from "../../src/bundle/zip.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { FunctionResource, Resource, ScheduleResource } from "../../src/desired/resource.ts";
import { startEngine } from "../../src/engine/engine.ts";

export const SCOPE = { app: "acme", environment: "test" };
const TAGS = { "lamplighter:app": "acme", "lamplighter:env": "test" };
const ACCOUNT = "000000000000";
const POLICY = {
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow", Action: ["s3:*", "sqs:SendMessage"], Resource: ["*"] }],
};

export async function engineCloud(
  clock: Clock = systemClock,
): Promise<{ cloud: Cloud; clients: Clients; endpoint: string }> {
  const directory = mkdtempSync(join(tmpdir(), "aws-"));
  const engine = await startEngine({ directory, port: 0, fire: false, clock });
  const clients = createClients({ region: "us-east-1", endpoint: engine.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { cloud: createCloud({ clients, clock: systemClock }), clients, endpoint: engine.endpoint };
}

export const zipReturning = (value: string): Uint8Array =>
  zipOf(new Map([["index.mjs", new TextEncoder().encode(`export const handler = async () => "${value}";\n`)]]));

export const CODE = zipReturning("first");

const trust = (service: string) => ({
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

export const FUNCTION: FunctionResource = {
  kind: "function",
  name: "acme-test-report",
  description: "Jobs: report",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/acme-test-report`,
  handler: "index.handler",
  runtime: "nodejs24.x",
  architecture: "arm64",
  memoryMb: 256,
  timeoutSeconds: 60,
  storageMb: 512,
  environment: { LAMP_APP: "acme", LEVEL: "info" },
  layers: [],
  logGroup: "/aws/lambda/acme-test-report",
  codeSha256: codeSha256Of(CODE),
  tags: TAGS,
};

export const SCHEDULE: ScheduleResource = {
  kind: "schedule",
  name: "report",
  group: "acme-test",
  description: "Yesterday's runs",
  expression: "cron(0 6 ? * MON-FRI *)",
  timezone: "Europe/Berlin",
  enabled: true,
  startAt: Date.UTC(2030, 0, 1),
  endAt: Date.UTC(2031, 0, 1),
  windowMinutes: 15,
  deleteAfterCompletion: false,
  targetArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:acme-test-report:live`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/acme-test-scheduler`,
  input: '{"due":"<aws.scheduler.scheduled-time>","input":{"text":"ä"}}',
  deadLetterArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:acme-test-undelivered`,
  attempts: 10,
  maxAgeSeconds: 3600,
};

/** In an order in which they can be made. */
export const EVERYTHING: readonly Resource[] = [
  {
    kind: "table",
    name: "acme-test-ledger",
    ttlAttribute: "expiresAt",
    indexes: [{ name: "recent", partitionKey: "day", sortKey: "sort" }],
    tags: TAGS,
  },
  { kind: "queue", name: "acme-test-undelivered", retentionSeconds: 1_209_600, visibilitySeconds: 60, tags: TAGS },
  { kind: "log-group", name: FUNCTION.logGroup, retentionDays: 90, tags: TAGS },
  {
    kind: "role",
    name: "acme-test-report",
    description: "What the function may do",
    trust: trust("lambda.amazonaws.com"),
    policy: POLICY,
    tags: TAGS,
  },
  {
    kind: "role",
    name: "acme-test-scheduler",
    description: "What the schedules may do",
    trust: trust("scheduler.amazonaws.com"),
    policy: POLICY,
    tags: TAGS,
  },
  { kind: "group", name: "acme-test", tags: TAGS },
  FUNCTION,
  {
    kind: "invoke-config",
    name: "acme-test-report:live",
    attempts: 1,
    maxAgeSeconds: 3600,
    onFailureArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:acme-test-undelivered`,
  },
  SCHEDULE,
];

export const codeOf = (resource: Resource, code = CODE): Uint8Array | undefined =>
  resource.kind === "function" ? code : undefined;

export async function createAll(cloud: Cloud, resources = EVERYTHING): Promise<void> {
  for (const resource of resources) await cloud.create(resource, codeOf(resource));
}

/** By key, as observing answers. */
export const sorted = (resources: readonly Resource[]): readonly Resource[] =>
  [...resources].sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));
