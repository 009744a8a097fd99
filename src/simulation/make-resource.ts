// Makes one desired resource in an engine of this process, as sync would make it on AWS.
import type { FunctionResource, Resource, RoleResource, TableResource } from "../desired/resource.ts";
import { scheduleDocument } from "../desired/schedule-document.ts";
import type { DirectEngine } from "../engine/direct-engine.ts";

/** The smallest zip with a file in it: what the functions of a simulation do is played, not run. */
const PLAYED_CODE = Buffer.from(
  "UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAAJAAAAaW5kZXgubWpzUEsBAhQAFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAkAAAAAAAAAAAAAAAAAAAAAAGluZGV4Lm1qc1BLBQYAAAAAAQABADcAAAAnAAAAAAA=",
  "base64",
);

export async function makeResource(engine: DirectEngine, resource: Resource): Promise<void> {
  switch (resource.kind) {
    case "group":
      await engine.call("scheduler", "CreateScheduleGroup", { Name: resource.name });
      return;
    case "queue":
      await engine.call("sqs", "CreateQueue", {
        QueueName: resource.name,
        Attributes: { MessageRetentionPeriod: String(resource.retentionSeconds) },
      });
      return;
    case "role":
      return makeRole(engine, resource);
    case "table":
      return makeTable(engine, resource);
    case "log-group":
      await engine.call("logs", "CreateLogGroup", { logGroupName: resource.name });
      return;
    case "function":
      return makeFunction(engine, resource);
    case "invoke-config": {
      const [FunctionName, Qualifier] = resource.name.split(":");
      await engine.call("lambda", "PutFunctionEventInvokeConfig", {
        FunctionName,
        Qualifier,
        MaximumRetryAttempts: resource.attempts,
        MaximumEventAgeInSeconds: resource.maxAgeSeconds,
        ...(resource.onFailureArn && { DestinationConfig: { OnFailure: { Destination: resource.onFailureArn } } }),
      });
      return;
    }
    case "retry-settings":
    case "recording":
      // Existing functions are played by stand-ins, which have settings of their own.
      return;
    case "schedule":
      await engine.call(
        "scheduler",
        "CreateSchedule",
        scheduleDocument(resource, (at) => at / 1_000),
      );
      return;
  }
}

async function makeRole(engine: DirectEngine, role: RoleResource): Promise<void> {
  const trust = JSON.stringify(role.trust);
  await engine.call("iam", "CreateRole", { RoleName: role.name, AssumeRolePolicyDocument: trust });
  if (role.policy.Statement.length === 0) return;
  const policy = { PolicyName: "lamplighter", PolicyDocument: JSON.stringify(role.policy) };
  await engine.call("iam", "PutRolePolicy", { RoleName: role.name, ...policy });
}

async function makeTable(engine: DirectEngine, table: TableResource): Promise<void> {
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
  const names = ["pk", "sk", ...table.indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])];
  await engine.call("dynamodb", "CreateTable", {
    TableName: table.name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys("pk", "sk"),
    AttributeDefinitions: [...new Set(names)].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: table.indexes.map(({ name, partitionKey, sortKey }) => ({
      IndexName: name,
      KeySchema: keys(partitionKey, sortKey),
      Projection: { ProjectionType: "ALL" },
    })),
  });
  const TimeToLiveSpecification = { Enabled: true, AttributeName: table.ttlAttribute };
  await engine.call("dynamodb", "UpdateTimeToLive", { TableName: table.name, TimeToLiveSpecification });
}

async function makeFunction(engine: DirectEngine, wanted: FunctionResource): Promise<void> {
  const { name: FunctionName } = wanted;
  await engine.call("lambda", "CreateFunction", {
    FunctionName,
    Role: wanted.roleArn,
    Handler: wanted.handler,
    Runtime: wanted.runtime,
    MemorySize: wanted.memoryMb,
    Timeout: wanted.timeoutSeconds,
    Environment: { Variables: wanted.environment },
    Code: { ZipFile: PLAYED_CODE },
  });
  const { Version } = await engine.call("lambda", "PublishVersion", { FunctionName });
  await engine.call("lambda", "CreateAlias", { FunctionName, Name: "live", FunctionVersion: Version });
}
