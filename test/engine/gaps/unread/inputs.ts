// What an operation must be given beside a filled input to be carried out: things that are there, and no two members that
// exclude each other. `undefined` leaves a member out.
import { strToU8, zipSync } from "fflate";

type Members = Readonly<Record<string, unknown>>;

const ROLE = "arn:aws:iam::000000000000:role/role";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:fn";
export const ZIP = zipSync({ "index.mjs": strToU8("export const handler = 1;") });
const DOCUMENT = JSON.stringify({ Version: "2012-10-17", Statement: [] });
export const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"], AWS: "*" },
      Action: "sts:AssumeRole",
    },
  ],
});
const without = (names: string): Members => Object.fromEntries(names.split(" ").map((name) => [name, undefined]));

/** Members that mean the same wherever they are, of what `prepared` makes. */
export const NAMED: Members = {
  ...{
    QueueUrl: "http://127.0.0.1:1/000000000000/q",
    QueueName: "new",
    Bucket: "bucket",
    Key: "key",
    RoleName: "role",
  },
  ...{ FunctionName: "fn", TableName: "table", logGroupName: "g", logStreamName: "s", Rule: "rule", RoleArn: ROLE },
  ...{ ScheduleExpression: "rate(1 minute)", AssumeRolePolicyDocument: TRUST, PolicyDocument: DOCUMENT },
  ...{ PolicyArn: "arn:aws:iam::000000000000:policy/kept", VersionId: "v1" },
  ...{ EventPattern: '{"source":["a"]}', ExpectedBucketOwner: "000000000000", CopySource: "bucket/key" },
  ...without("GroupName EventBusName Qualifier RevisionId NextToken nextToken Marker"),
};

const LEGACY = without(
  "ConditionalOperator AttributesToGet Expected AttributeUpdates KeyConditions QueryFilter ScanFilter",
);
const NAMES = { ExpressionAttributeNames: { "#a": "b" } };
const VALUES = { ...NAMES, ExpressionAttributeValues: { ":a": { S: "x" } } };
const CONDITION = { ...VALUES, ConditionExpression: "#a <> :a" };
const key = (S: string) => ({ a: { S } });
const inTable = (S: string) => ({
  TableName: "table",
  Key: key(S),
  ...CONDITION,
  ReturnValuesOnConditionCheckFailure: "NONE",
});
const READ = { ProjectionExpression: "#a", ...NAMES };
const QUERIED = {
  ...READ,
  ...VALUES,
  FilterExpression: "#a = :a",
  Select: "SPECIFIC_ATTRIBUTES",
  ...without("IndexName ExclusiveStartKey"),
};
const THROUGHPUT = {
  BillingMode: "PROVISIONED",
  ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
};
const INDEXED = [
  { AttributeName: "a", KeyType: "HASH" },
  { AttributeName: "b", KeyType: "RANGE" },
];
const GLOBAL = {
  IndexName: "global",
  KeySchema: [{ AttributeName: "b", KeyType: "HASH" }],
  Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["c"] },
  ProvisionedThroughput: THROUGHPUT.ProvisionedThroughput,
};
const TABLE = { ResourceArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table" };
const MESSAGE = {
  MessageBody: "m",
  MessageAttributes: { a: { DataType: "String", StringValue: "x" } },
  MessageDeduplicationId: undefined,
};
const SETTINGS = {
  ...{ Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler", DeadLetterConfig: { TargetArn: QUEUE } },
  Environment: { Variables: { ab: "c" } },
};
const DESTINATIONS = { DestinationConfig: { OnSuccess: { Destination: QUEUE }, OnFailure: { Destination: QUEUE } } };
const ALIAS = { FunctionVersion: "$LATEST", RoutingConfig: {} };
const GROUP_ARN = { resourceArn: "arn:aws:logs:us-east-1:000000000000:log-group:g" };
const RULE_ARN = { ResourceARN: "arn:aws:events:us-east-1:000000000000:rule/rule" };
const SCHEDULE_GROUP = { ResourceArn: "arn:aws:scheduler:us-east-1:000000000000:schedule-group/default" };
const CONDITIONS = without(
  "ContentMD5 ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 IfMatch IfNoneMatch IfModifiedSince " +
    "IfUnmodifiedSince CopySourceIfMatch CopySourceIfNoneMatch CopySourceIfModifiedSince CopySourceIfUnmodifiedSince Range",
);

const OF_SERVICE: Readonly<Record<string, Members>> = { dynamodb: LEGACY, s3: CONDITIONS };

const OF_OPERATION: Readonly<Record<string, Members>> = {
  "lambda.CreateFunction": { ...SETTINGS, FunctionName: "other", Code: { ZipFile: ZIP } },
  "lambda.UpdateFunctionConfiguration": SETTINGS,
  "lambda.UpdateFunctionCode": { ZipFile: ZIP, DryRun: false, ...without("S3Bucket S3Key ImageUri") },
  "lambda.PublishVersion": { CodeSha256: undefined },
  "lambda.CreateAlias": { Name: "other", ...ALIAS },
  "lambda.UpdateAlias": { Name: "abc", ...ALIAS },
  "lambda.PutFunctionEventInvokeConfig": DESTINATIONS,
  "lambda.UpdateFunctionEventInvokeConfig": DESTINATIONS,
  "lambda.AddPermission": { Action: "lambda:InvokeFunction", Principal: "*" },
  "lambda.TagResource": { Resource: FUNCTION },
  "lambda.UntagResource": { Resource: FUNCTION },
  "lambda.Invoke": { Payload: strToU8("{}"), InvocationType: "RequestResponse", ClientContext: "e30=" },
  "sqs.CreateQueue": { Attributes: { DelaySeconds: "1" } },
  "sqs.SetQueueAttributes": { Attributes: { DelaySeconds: "1" } },
  "sqs.AddPermission": { Actions: ["SendMessage"], AWSAccountIds: ["000000000000"] },
  "sqs.GetQueueUrl": { QueueName: "q", QueueOwnerAWSAccountId: "000000000000" },
  "sqs.SendMessage": { ...MESSAGE, MessageSystemAttributes: undefined },
  "sqs.SendMessageBatch": { Entries: [{ ...MESSAGE, Id: "a", DelaySeconds: 1, MessageGroupId: "g" }] },
  "sqs.ReceiveMessage": { QueueUrl: "http://127.0.0.1:1/000000000000/q.fifo" },
  "sqs.StartMessageMoveTask": { SourceArn: QUEUE, DestinationArn: `${QUEUE}2` },
  "dynamodb.GetItem": { Key: key("k"), ...READ },
  "dynamodb.PutItem": { Item: key("k"), ...CONDITION },
  "dynamodb.DeleteItem": { Key: key("k"), ...CONDITION },
  "dynamodb.UpdateItem": { Key: key("k"), UpdateExpression: "SET #a = :a", ...CONDITION },
  "dynamodb.Query": { ...QUERIED, KeyConditionExpression: "a = :a" },
  "dynamodb.Scan": { ...QUERIED, Segment: 0, TotalSegments: 1 },
  "dynamodb.BatchGetItem": { RequestItems: { table: { Keys: [key("k")], ConsistentRead: true, ...READ } } },
  "dynamodb.BatchWriteItem": {
    RequestItems: { table: [{ PutRequest: { Item: key("k") } }, { DeleteRequest: { Key: key("l") } }] },
  },
  "dynamodb.TransactGetItems": { TransactItems: [{ Get: { TableName: "table", Key: key("k"), ...READ } }] },
  "dynamodb.TransactWriteItems": {
    TransactItems: [
      { Put: { ...inTable("1"), Key: undefined, Item: key("1") } },
      { ConditionCheck: inTable("2") },
      { Delete: inTable("3") },
      { Update: { ...inTable("4"), UpdateExpression: "SET #a = :a" } },
    ],
  },
  "dynamodb.CreateTable": {
    ...{ TableName: "other", ...THROUGHPUT, KeySchema: INDEXED, GlobalSecondaryIndexes: [GLOBAL] },
    AttributeDefinitions: ["a", "b"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    LocalSecondaryIndexes: [{ IndexName: "local", KeySchema: INDEXED, Projection: { ProjectionType: "KEYS_ONLY" } }],
    ...without(
      "StreamSpecification ResourcePolicy VectorIndexes GlobalTableSourceArn GlobalTableSettingsReplicationMode",
    ),
  },
  "dynamodb.UpdateTable": {
    ...THROUGHPUT,
    AttributeDefinitions: ["a", "b"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexUpdates: [{ Create: GLOBAL }],
    ...without(
      "StreamSpecification ReplicaUpdates MultiRegionConsistency GlobalTableWitnessUpdates VectorIndexUpdates",
    ),
    GlobalTableSettingsReplicationMode: undefined,
  },
  "dynamodb.TagResource": TABLE,
  "dynamodb.UntagResource": TABLE,
  "dynamodb.ListTagsOfResource": TABLE,
  "logs.TagResource": GROUP_ARN,
  "logs.UntagResource": GROUP_ARN,
  "logs.ListTagsForResource": GROUP_ARN,
  "logs.DescribeLogGroups": { logGroupNamePattern: undefined },
  "logs.DescribeLogStreams": { logGroupIdentifier: undefined },
  "logs.GetLogEvents": { logGroupIdentifier: undefined },
  "logs.FilterLogEvents": without("logGroupIdentifier logStreamNamePrefix"),
  "logs.StartLiveTail": { logGroupIdentifiers: [GROUP_ARN.resourceArn], logStreamNamePrefixes: undefined },
  "iam.CreateRole": { RoleName: "other", Path: "/", PermissionsBoundary: undefined },
  "iam.CreatePolicy": { PolicyName: "other", Path: "/" },
  "sts.AssumeRole": {
    ...{ Policy: DOCUMENT, DurationSeconds: 900, PolicyArns: undefined },
    ...without("Tags TransitiveTagKeys SerialNumber TokenCode ProvidedContexts"),
  },
  "events.PutRule": { ScheduleExpression: undefined },
  "events.TagResource": RULE_ARN,
  "events.UntagResource": RULE_ARN,
  "events.ListTagsForResource": RULE_ARN,
  "events.PutTargets": {
    Targets: [
      {
        ...{ Id: "t", Arn: `${QUEUE}.fifo`, RoleArn: ROLE, SqsParameters: { MessageGroupId: "g" } },
        InputTransformer: { InputPathsMap: { a: "$.b" }, InputTemplate: '"<a>"' },
        ...{ DeadLetterConfig: { Arn: QUEUE }, RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 } },
      },
    ],
  },
  "scheduler.TagResource": SCHEDULE_GROUP,
  "scheduler.UntagResource": SCHEDULE_GROUP,
  "scheduler.ListTagsForResource": SCHEDULE_GROUP,
  "s3.CreateBucket": { Bucket: "other" },
  "s3.CopyObject": { Key: "copied", MetadataDirective: "REPLACE", TaggingDirective: "REPLACE", Tagging: "a=b" },
  "s3.PutBucketPolicy": {
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" },
    }),
  },
};

export function corrected(service: string, operation: string, input: Members): Members {
  const members = { ...input, ...OF_SERVICE[service], ...OF_OPERATION[`${service}.${operation}`] };
  const has = (name: string) =>
    Object.hasOwn(input, name) || Object.hasOwn(OF_OPERATION[`${service}.${operation}`] ?? {}, name);
  return Object.fromEntries(Object.entries(members).filter(([name, value]) => value !== undefined && has(name)));
}

/** What is there before each operation. */
export const PREPARED: readonly (readonly [service: string, operation: string, input: Members])[] = [
  ["iam", "CreateRole", { RoleName: "role", AssumeRolePolicyDocument: TRUST }],
  ["iam", "CreatePolicy", { PolicyName: "kept", PolicyDocument: DOCUMENT }],
  ["iam", "AttachRolePolicy", { RoleName: "role", PolicyArn: "arn:aws:iam::000000000000:policy/kept" }],
  ["sqs", "CreateQueue", { QueueName: "q" }],
  ["sqs", "CreateQueue", { QueueName: "q.fifo", Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" } }],
  ["sqs", "SendMessage", { QueueUrl: "http://127.0.0.1:1/000000000000/q.fifo", MessageBody: "m", MessageGroupId: "g" }],
  [
    "sqs",
    "CreateQueue",
    {
      QueueName: "q2",
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE, maxReceiveCount: 1 }) },
    },
  ],
  ["events", "PutRule", { Name: "rule", ScheduleExpression: "rate(1 minute)" }],
  [
    "scheduler",
    "CreateSchedule",
    {
      ...{ Name: "abc", ScheduleExpression: "rate(1 minute)", FlexibleTimeWindow: { Mode: "OFF" } },
      Target: { Arn: QUEUE, RoleArn: ROLE },
    },
  ],
  ["logs", "CreateLogGroup", { logGroupName: "g" }],
  ["logs", "CreateLogStream", { logGroupName: "g", logStreamName: "s" }],
  [
    "dynamodb",
    "CreateTable",
    {
      ...{ TableName: "table", BillingMode: "PAY_PER_REQUEST", KeySchema: [{ AttributeName: "a", KeyType: "HASH" }] },
      AttributeDefinitions: [{ AttributeName: "a", AttributeType: "S" }],
    },
  ],
  ["dynamodb", "TagResource", { ...TABLE, Tags: [{ Key: "k", Value: "v" }] }],
  ["events", "TagResource", { ...RULE_ARN, Tags: [{ Key: "k", Value: "v" }] }],
  ["sqs", "TagQueue", { QueueUrl: "http://127.0.0.1:1/000000000000/q", Tags: { k: "v" } }],
  ["s3", "CreateBucket", { Bucket: "bucket" }],
  ["s3", "PutObject", { Bucket: "bucket", Key: "key", Body: new Uint8Array(3) }],
  [
    "lambda",
    "CreateFunction",
    { FunctionName: "fn", Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler", Code: { ZipFile: ZIP } },
  ],
  ["lambda", "CreateAlias", { FunctionName: "fn", Name: "abc", FunctionVersion: "$LATEST" }],
  ["lambda", "PutFunctionEventInvokeConfig", { FunctionName: "fn", MaximumRetryAttempts: 1 }],
];
