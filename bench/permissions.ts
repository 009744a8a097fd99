// What a check of permissions costs, in microseconds a call: a job's role with four statements, and one with forty.

import { systemClock } from "../src/core/clock.ts";
import { silentLog } from "../src/core/log.ts";
import { systemRandom } from "../src/core/random.ts";
import type { Call, Service } from "../src/engine/service.ts";
import { createServices } from "../src/engine/services.ts";
import { Store } from "../src/engine/store.ts";
import { median } from "./measure/median.ts";

const place = { account: "000000000000", region: "us-east-1" };
const store = Store.open(":memory:");
const context = { ...place, store, clock: systemClock, random: systemRandom, origin: () => "" };
const options = { log: silentLog, directory: ":memory:", bootstrapPath: undefined, limits: undefined };
const services = createServices(context, { ...options, enforcePermissions: true });
const named = (name: string) => services.all.find((service) => service.name === name) as Service;

const statement = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
const OURS = [
  statement("logs:PutLogEvents", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/job:*"),
  statement("dynamodb:UpdateItem", "arn:aws:dynamodb:us-east-1:000000000000:table/ledger"),
  statement("s3:PutObject", "arn:aws:s3:::reports/*"),
  statement("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:failed"),
];
const OTHERS = Array.from({ length: 36 }, (_, n) => statement(`s3:Get${n}*`, `arn:aws:s3:::bucket-${n}/*`));

function callOf(RoleName: string, statements: readonly object[]): Pick<Call, "caller" | "region"> {
  const { operations } = named("iam");
  const trust = { Effect: "Allow", Principal: { AWS: place.account }, Action: "sts:AssumeRole" };
  const text = (Statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement });
  operations["CreateRole"]?.({ RoleName, AssumeRolePolicyDocument: text(trust) }, {} as Call);
  operations["PutRolePolicy"]?.({ RoleName, PolicyName: "p", PolicyDocument: text(statements) }, {} as Call);
  const roleArn = `arn:aws:iam::000000000000:role/${RoleName}`;
  const arn = `arn:aws:sts::000000000000:assumed-role/${RoleName}/run`;
  return { region: place.region, caller: { kind: "role", arn, userId: "x", roleArn, issuedAt: 0 } };
}

named("sqs").operations["CreateQueue"]?.({ QueueName: "failed" }, { origin: "" } as Call);
const CHECKS: readonly [string, string, object][] = [
  ["s3", "PutObject", { Bucket: "reports", Key: "2027/march.html" }],
  ["dynamodb", "UpdateItem", { TableName: "ledger", Key: { pk: { S: "a" } } }],
  ["sqs", "SendMessage", { QueueUrl: "http://127.0.0.1:4700/000000000000/failed" }],
];
const TIMES = 20_000;
for (const [size, call] of [
  ["4 statements", callOf("ours", OURS)],
  ["40 statements", callOf("more", [...OTHERS, ...OURS])],
] as const) {
  for (const [service, operation, input] of CHECKS) {
    const figures = Array.from({ length: 7 }, () => {
      const startedAt = process.hrtime.bigint();
      for (let n = 0; n < TIMES; n++) services.access.check(named(service), operation, input, call);
      return Number(process.hrtime.bigint() - startedAt) / 1_000 / TIMES;
    });
    console.log(`${service} ${operation}, ${size}: ${median(figures.slice(1)).toFixed(2)} µs a check`);
  }
}
await services.close();
store.close();
