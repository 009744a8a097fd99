// Conditions on what a request holds, through the SDK: keys, tags, prefixes, resources' own policies, sessions made narrower.
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { DeletePolicyCommand, IAMClient, TagRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccessBench, openAccessBench, policy, SESSION } from "./access-bench.ts";

let bench: AccessBench;
let s3: S3Client;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let ownSqs: SQSClient;
let QueueUrl: string;
const allow = (Action: string | string[], more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const DENIED = { name: expect.stringMatching(/^AccessDenied/) };

beforeAll(async () => {
  bench = await openAccessBench({ fire: false });
  [s3, dynamodb, sqs, ownSqs] = [
    new S3Client(bench.role),
    new DynamoDBClient(bench.role),
    new SQSClient(bench.role),
    new SQSClient(bench.owner),
  ];
  await bench.allow(allow("*"));
  await s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  for (const Key of ["mine/a", "theirs/a"]) await s3.send(new PutObjectCommand({ Bucket: "reports", Key, Body: "x" }));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "ledger",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "q" }))).QueueUrl ?? "";
});
afterAll(async () => {
  for (const client of [s3, dynamodb, sqs, ownSqs]) client.destroy();
  await bench.close();
});

describe("S3", () => {
  test("does not list other prefixes than it may", async () => {
    await bench.allow(allow("s3:ListBucket", { Condition: { StringLike: { "s3:prefix": "mine/*" } } }));
    const list = (Prefix?: string) => s3.send(new ListObjectsV2Command({ Bucket: "reports", Prefix }));
    expect((await list("mine/")).KeyCount).toBe(1);
    await expect(list("theirs/")).rejects.toMatchObject(DENIED);
    await expect(list()).rejects.toMatchObject(DENIED);
  });

  test("does not say that a key is missing to who may not list", async () => {
    const get = () => s3.send(new GetObjectCommand({ Bucket: "reports", Key: "none" }));
    await bench.allow(allow("s3:GetObject"));
    await expect(get()).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: ${SESSION} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::reports" because no identity-based policy allows the s3:ListBucket action`,
    });
    await bench.allow(allow(["s3:GetObject", "s3:ListBucket"]));
    await expect(get()).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("does not delete of many keys those that may not be, nor keep the others", async () => {
    await bench.allow({ ...allow("s3:DeleteObject"), Resource: "arn:aws:s3:::reports/mine/*" });
    const Objects = [{ Key: "mine/gone" }, { Key: "theirs/a" }];
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: "reports", Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: "mine/gone" }]);
    expect(answer.Errors).toMatchObject([
      { Key: "theirs/a", Code: "AccessDenied", Message: expect.stringContaining("s3:DeleteObject") },
    ]);
  });

  test("does not read an object whose tags or whose role's tags are others", async () => {
    await bench.allow(allow("*"));
    await s3.send(new PutObjectCommand({ Bucket: "reports", Key: "tagged", Body: "x", Tagging: "team=ops" }));
    const iam = new IAMClient(bench.owner);
    await iam.send(new TagRoleCommand({ RoleName: "job", Tags: [{ Key: "team", Value: "ops" }] }));
    iam.destroy();
    const get = () => s3.send(new GetObjectCommand({ Bucket: "reports", Key: "tagged" }));
    const same = { StringEquals: { "s3:ExistingObjectTag/team": "${aws:PrincipalTag/team}" } };
    await bench.allow(allow("s3:GetObject", { Condition: same }));
    await get();
    await bench.allow(
      allow("s3:GetObject", { Condition: { StringEquals: { "s3:ExistingObjectTag/team": "billing" } } }),
    );
    await expect(get()).rejects.toMatchObject(DENIED);
  });
});

test("DynamoDB does not touch items under other partition keys than it may", async () => {
  const Condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] } };
  await bench.allow(allow("dynamodb:*", { Condition }));
  const put = (pk: string) => dynamodb.send(new PutItemCommand({ TableName: "ledger", Item: { pk: { S: pk } } }));
  const query = (pk: string) =>
    dynamodb.send(
      new QueryCommand({
        TableName: "ledger",
        KeyConditionExpression: "#k = :k",
        ExpressionAttributeNames: { "#k": "pk" },
        ExpressionAttributeValues: { ":k": { S: pk } },
      }),
    );
  await put("mine");
  await dynamodb.send(new GetItemCommand({ TableName: "ledger", Key: { pk: { S: "mine" } } }));
  expect((await query("mine")).Count).toBe(1);
  await expect(put("theirs")).rejects.toMatchObject(DENIED);
  await expect(query("theirs")).rejects.toMatchObject(DENIED);
});

test("a queue's own policy lets in whom it names, and nobody it denies", async () => {
  const own = (...statements: object[]) =>
    ownSqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy(...statements) } }));
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  const named = { Principal: { AWS: "arn:aws:iam::000000000000:role/job" }, Action: "sqs:SendMessage", Resource: "*" };
  await bench.allow(allow("none:Nothing"));
  await expect(send()).rejects.toMatchObject(DENIED);
  await own({ Effect: "Allow", ...named });
  await send();
  await bench.allow(allow("sqs:*"));
  await own({ Effect: "Deny", ...named });
  await expect(send()).rejects.toMatchObject({
    message: expect.stringMatching(/explicit deny in a resource-based policy$/),
  });
});

test("a session made narrower may no more than both its policy and its role allow", async () => {
  const sts = new STSClient(bench.owner);
  const RoleArn = "arn:aws:iam::000000000000:role/job";
  const Policy = policy(allow("s3:*"));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "narrow", Policy }));
  sts.destroy();
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const narrow = {
    s3: new S3Client({ ...bench.role, credentials }),
    iam: new IAMClient({ ...bench.role, credentials }),
  };
  await bench.allow(allow(["s3:PutObject", "iam:*"]));
  await narrow.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "n", Body: "x" }));
  await expect(narrow.s3.send(new GetObjectCommand({ Bucket: "reports", Key: "n" }))).rejects.toMatchObject({
    message: expect.stringMatching(/because no identity-based policy allows the s3:GetObject action$/),
  });
  const PolicyArn = "arn:aws:iam::000000000000:policy/none";
  await expect(narrow.iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    message: expect.stringMatching(/because no session policy allows the iam:DeletePolicy action$/),
  });
  for (const client of Object.values(narrow)) client.destroy();
});
