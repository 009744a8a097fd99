// An engine in memory under a virtual clock, with a scheduler client, queues and a role: what these tests run on.
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, type EngineOptions, startEngine } from "../../../src/engine/engine.ts";

const ACCOUNT = "000000000000";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/scheduler`;
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;

export interface SchedulerEngine {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly client: SchedulerClient;
  readonly sqs: SQSClient;
  readonly iam: IAMClient;
  /** Moves to the instant; everything due on the way fires and is delivered. */
  moveTo(iso: string): Promise<void>;
  /** Takes the messages that wait in the queue, in the order they were sent. */
  messages(queue: string): Promise<Message[]>;
  close(): Promise<void>;
}

export async function startSchedulerEngine(at: string, options: Partial<EngineOptions> = {}): Promise<SchedulerEngine> {
  const clock = new VirtualClock(Date.parse(at));
  const engine = await startEngine({ directory: ":memory:", clock, ...options });
  const place = {
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  const [client, sqs, iam] = [new SchedulerClient(place), new SQSClient(place), new IAMClient(place)];
  return {
    ...{ engine, clock, client, sqs, iam },
    moveTo: (iso) => clock.advanceTo(Date.parse(iso), () => engine.settle()),
    messages: (queue) => receiveAll(sqs, `${engine.endpoint}/${ACCOUNT}/${queue}`),
    async close() {
      for (const each of [client, sqs, iam]) each.destroy();
      await engine.close();
    },
  };
}

export const statement = (parts: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] });

/** The role of the targets below, and the queues they send to. */
export async function prepare({ iam, sqs }: SchedulerEngine, queues: readonly string[]): Promise<void> {
  const trust = statement({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "scheduler", AssumeRolePolicyDocument: trust }));
  const policy = statement({ Action: ["sqs:SendMessage", "lambda:InvokeFunction"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "scheduler", PolicyName: "all", PolicyDocument: policy }));
  for (const QueueName of queues) await sqs.send(new CreateQueueCommand({ QueueName }));
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const found: Message[] = [];
  const ask = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  for (;;) {
    const { Messages: messages } = await sqs.send(new ReceiveMessageCommand(ask));
    if (!messages) return found;
    found.push(...messages);
    for (const { ReceiptHandle } of messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
