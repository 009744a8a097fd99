// A queue's permissions by label: they let in whom they name, and are taken away again, beside what else the policy says.
import {
  AddPermissionCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AccessBench, openAccessBench, policy } from "./access-bench.ts";

const OWN = { Sid: "own", Effect: "Deny", Principal: "*", Action: "SQS:DeleteQueue", Resource: "*" };
let bench: AccessBench;
let owner: SQSClient;
let role: SQSClient;
let QueueUrl: string | undefined;

beforeEach(async () => {
  bench = await openAccessBench({ fire: false });
  [owner, role] = [new SQSClient(bench.owner), new SQSClient(bench.role)];
  const Attributes = { Policy: policy(OWN) };
  QueueUrl = (await owner.send(new CreateQueueCommand({ QueueName: "q", Attributes }))).QueueUrl;
});
afterEach(async () => {
  for (const client of [owner, role]) client.destroy();
  await bench.close();
});

const add = (more: object = {}) =>
  owner.send(
    new AddPermissionCommand({
      ...{ QueueUrl, Label: "friends", AWSAccountIds: ["000000000000"], Actions: ["SendMessage"] },
      ...more,
    }),
  );
const remove = (Label: string) => owner.send(new RemovePermissionCommand({ QueueUrl, Label }));
const statements = async () => {
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] });
  return JSON.parse((await owner.send(asked)).Attributes?.Policy ?? "{}").Statement;
};

test("a permission is not more than it says, and goes without what else the policy says", async () => {
  await add();
  const Resource = "arn:aws:sqs:us-east-1:000000000000:q";
  const Principal = { AWS: "arn:aws:iam::000000000000:root" };
  const added = { Sid: "friends", Effect: "Allow", Principal, Action: "SQS:SendMessage", Resource };
  expect(await statements()).toEqual([OWN, added]);
  await remove("friends");
  expect(await statements()).toEqual([OWN]);
  const send = role.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
  await expect(send).rejects.toMatchObject({ name: "AccessDenied" });
});

test.each<[string, object, string]>([
  ["a label that is there", {}, "InvalidParameterValue"],
  ["a label with a space", { Label: "a b" }, "InvalidParameterValue"],
  ["no account", { Label: "b", AWSAccountIds: ["me"] }, "InvalidParameterValue"],
  ["what only an owner may", { Label: "b", Actions: ["DeleteQueue"] }, "InvalidParameterValue"],
  ["too many actions", { Label: "b", Actions: new Array(8).fill("SendMessage") }, "OverLimit"],
])("a permission is not added for %s", async (_what, more, name) => {
  await add();
  await expect(add(more)).rejects.toMatchObject({ name });
  expect(await statements()).toHaveLength(2);
});

test("no permission is removed that is not there", async () => {
  await expect(remove("friends")).rejects.toMatchObject({ name: "InvalidParameterValue" });
});
