// A day on a virtual clock, every function call being a real one: tells memory at each hour, and what fired, as JSON.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, GetQueueAttributesCommand, PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { startEngine } from "../../src/engine/engine.ts";
import { scratch } from "../measure/peers.ts";

export interface Day {
  readonly hours: readonly { readonly hour: number; readonly heapBytes: number; readonly rssBytes: number }[];
  readonly expected: number;
  readonly fired: number;
  readonly wallMs: number;
}

/** How many jobs there are of each kind, and how often one is due in a day. */
const KINDS = [
  { expression: "cron(* * * * ? *)", jobs: 10, aDay: 1_440 },
  { expression: "cron(0/15 * * * ? *)", jobs: 40, aDay: 96 },
  { expression: "cron(0 * * * ? *)", jobs: 50, aDay: 24 },
];
const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 0, 5);
const ROLE = "arn:aws:iam::000000000000:role/all";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:done";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:job";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const { folder, remove } = scratch();
const clock = new VirtualClock(MIDNIGHT - 30_000);
const engine = await startEngine({ directory: folder, clock });
const place = {
  endpoint: engine.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};
const clients = {
  iam: new IAMClient(place),
  sqs: new SQSClient(place),
  lambda: new LambdaClient(place),
  scheduler: new SchedulerClient(place),
};

async function prepare(): Promise<void> {
  const { iam, sqs, lambda } = clients;
  const policy = (parts: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] });
  const Service = ["scheduler.amazonaws.com", "lambda.amazonaws.com"];
  const AssumeRolePolicyDocument = policy({ Principal: { Service }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "all", AssumeRolePolicyDocument }));
  const PolicyDocument = policy({ Action: "*", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "all", PolicyName: "all", PolicyDocument }));
  await sqs.send(new CreateQueueCommand({ QueueName: "done" }));
  const source = "export const handler = async (event) => { console.log(event.job); return event; };";
  const Code = { ZipFile: zipSync({ "index.mjs": strToU8(source) }) };
  const [FunctionName, Runtime, Handler] = ["job", "nodejs24.x", "index.handler"] as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Runtime, Handler, Code, Role: ROLE }));
  const DestinationConfig = { OnSuccess: { Destination: QUEUE } };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
}

/** Every second one calls the function, whose result comes to the queue that the others send to. */
async function createSchedules(): Promise<void> {
  for (const [kind, { expression, jobs }] of KINDS.entries()) {
    for (let job = 0; job < jobs; job++) {
      const Name = `job-${kind}-${job}`;
      const Input = JSON.stringify({ job: Name, due: "<aws.scheduler.scheduled-time>" });
      const Target = { Arn: job % 2 === 0 ? FUNCTION : QUEUE, RoleArn: ROLE, Input };
      const schedule = { Name, ScheduleExpression: expression, FlexibleTimeWindow: { Mode: "OFF" as const }, Target };
      await clients.scheduler.send(new CreateScheduleCommand(schedule));
    }
  }
}

async function takeMessages(): Promise<number> {
  const QueueUrl = `${engine.endpoint}/000000000000/done`;
  const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
  const { Attributes = {} } = await clients.sqs.send(ask);
  await clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  return Number(Attributes["ApproximateNumberOfMessages"]);
}

function memoryAt(hour: number): Day["hours"][number] {
  collect();
  const { heapUsed: heapBytes, rss: rssBytes } = process.memoryUsage();
  return { hour, heapBytes, rssBytes };
}

await prepare();
await createSchedules();
const hours = [memoryAt(0)];
const began = performance.now();
let fired = 0;
for (let hour = 1; hour <= 24; hour++) {
  // Up to the last second of the hour: the first due time of the next is the next's.
  await clock.advanceTo(MIDNIGHT + hour * HOUR_MS - 1_000, () => engine.settle());
  fired += await takeMessages();
  hours.push(memoryAt(hour));
}
const expected = KINDS.reduce((sum, { jobs, aDay }) => sum + jobs * aDay, 0);
const day: Day = { hours, expected, fired, wallMs: performance.now() - began };
for (const client of Object.values(clients)) client.destroy();
await engine.close();
remove();
console.log(JSON.stringify(day));
process.exit(0);
