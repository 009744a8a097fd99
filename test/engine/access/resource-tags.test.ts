// Conditions on a resource's tags: what is not tagged so is not touched, whichever service has it.
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeRuleCommand, EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateScheduleGroupCommand, GetScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccessBench, openAccessBench, policy } from "./access-bench.ts";

let bench: AccessBench;
let clients: ReturnType<typeof clientsOf>;

function clientsOf(signing: AccessBench["role"]) {
  return {
    logs: new CloudWatchLogsClient(signing),
    dynamodb: new DynamoDBClient(signing),
    events: new EventBridgeClient(signing),
    iam: new IAMClient(signing),
    lambda: new LambdaClient(signing),
    scheduler: new SchedulerClient(signing),
    sqs: new SQSClient(signing),
  };
}

/** One of each, tagged or not. */
async function make(name: string, team: string): Promise<void> {
  const own = clientsOf(bench.owner);
  const Tags = [{ Key: "Team", Value: team }];
  const tags = { Team: team };
  const trust = policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  const ZipFile = zipSync({ "index.mjs": strToU8("export const handler = () => 1;") });
  await own.logs.send(new CreateLogGroupCommand({ logGroupName: name, tags }));
  await own.sqs.send(new CreateQueueCommand({ QueueName: name, tags }));
  await own.scheduler.send(new CreateScheduleGroupCommand({ Name: name, Tags }));
  await own.events.send(new PutRuleCommand({ Name: name, EventPattern: '{"source":["a"]}', Tags }));
  await own.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, Tags }));
  const settings = {
    Role: `arn:aws:iam::000000000000:role/${name}`,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
  } as const;
  await own.lambda.send(new CreateFunctionCommand({ FunctionName: name, ...settings, Code: { ZipFile }, Tags: tags }));
  await own.dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      Tags,
    }),
  );
  for (const client of Object.values(own)) client.destroy();
}

const READS: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
  logs: (logGroupName) => clients.logs.send(new DescribeLogStreamsCommand({ logGroupName })),
  sqs: (QueueName) => clients.sqs.send(new GetQueueUrlCommand({ QueueName })),
  scheduler: (Name) => clients.scheduler.send(new GetScheduleGroupCommand({ Name })),
  events: (Name) => clients.events.send(new DescribeRuleCommand({ Name })),
  iam: (RoleName) => clients.iam.send(new GetRoleCommand({ RoleName })),
  lambda: (FunctionName) => clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  dynamodb: (TableName) => clients.dynamodb.send(new ScanCommand({ TableName })),
};

beforeAll(async () => {
  bench = await openAccessBench({ fire: false });
  clients = clientsOf(bench.role);
  await make("mine", "ops");
  await make("theirs", "billing");
  const Condition = { StringEquals: { "aws:ResourceTag/team": "ops" } };
  await bench.allow({ Effect: "Allow", Action: "*", Resource: "*", Condition });
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await bench.close();
});

test.each(Object.keys(READS))(
  "a role of one team does not reach what another has in %s, and reaches its own",
  async (service) => {
    await READS[service]?.("mine");
    await expect(READS[service]?.("theirs")).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
    await expect(READS[service]?.("nobodys")).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
  },
);

test("a policy is not taken for a role of the same name: each has its own tags", async () => {
  const owner = new IAMClient(bench.owner);
  const PolicyDocument = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
  const made = (PolicyName: string, Value: string) =>
    owner.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Tags: [{ Key: "Team", Value }] }));
  // Each has the name of a role of the other team.
  await made("mine", "billing");
  await made("theirs", "ops");
  owner.destroy();
  const read = (name: string) =>
    clients.iam.send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::000000000000:policy/${name}` }));
  await expect(read("mine")).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(read("theirs")).resolves.toMatchObject({ Policy: { PolicyName: "theirs" } });
});
