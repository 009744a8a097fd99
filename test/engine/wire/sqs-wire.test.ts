// AWS JSON through the SDK, and the Query form that older clients still send, on one queue.
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
let engine: Engine;
let client: SQSClient;
let QueueUrl = "";

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:" });
  client = new SQSClient({ endpoint: engine.endpoint, region: "us-east-1", credentials });
  QueueUrl = (await client.send(new CreateQueueCommand({ QueueName: "letters" }))).QueueUrl ?? "";
});

afterAll(async () => {
  client.destroy();
  await engine.close();
});

/** As awscli 1 before 2023 asks. */
async function query(form: Record<string, string>, path = "/", service = "sqs") {
  const answer = await fetch(`${engine.endpoint}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      authorization: `AWS4-HMAC-SHA256 Credential=local/20270301/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: "2012-11-05", ...form }),
  });
  return { status: answer.status, text: await answer.text() };
}

describe("SQS on the wire", () => {
  test("does not lose text or attributes between JSON and the older Query form", async () => {
    const form = {
      Action: "SendMessage",
      QueueUrl,
      MessageBody: "<b> & ü\r\n",
      "MessageAttribute.1.Name": "ERROR_CODE",
      "MessageAttribute.1.Value.DataType": "String",
      "MessageAttribute.1.Value.StringValue": "A&B",
    };
    const sent = await query(form);
    expect(sent.text).toMatch(/^<SendMessageResponse xmlns="[^"]+"><SendMessageResult>.*<MD5OfMessageBody>/);
    const received = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
    expect(received.Messages?.[0]?.Body).toBe("<b> & ü\r\n");
    expect(received.Messages?.[0]?.MessageAttributes?.["ERROR_CODE"]?.StringValue).toBe("A&B");
  });

  test("does not lose text or attributes from the SDK to the Query form", async () => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "plain",
        MessageAttributes: { A: { DataType: "String", StringValue: "1" } },
      }),
    );
    const { text } = await query(
      { Action: "ReceiveMessage", "AttributeName.1": "All", "MessageAttributeName.1": "All" },
      new URL(QueueUrl).pathname,
    );
    expect(text).toContain("<Message><MessageId>");
    expect(text).toContain("<MessageAttribute><Name>A</Name><Value><StringValue>1</StringValue>");
    expect(text).toContain("<Attribute><Name>SentTimestamp</Name><Value>");
  });

  test("names a missing queue in both protocols' own ways", async () => {
    const missing = client.send(new GetQueueUrlCommand({ QueueName: "nowhere" }));
    await expect(missing).rejects.toMatchObject({ name: "QueueDoesNotExist", $metadata: { httpStatusCode: 400 } });
    const { status, text } = await query({ Action: "GetQueueUrl", QueueName: "nowhere" });
    expect(status).toBe(400);
    expect(text).toContain("<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
  });

  test("a required parameter left out is not taken as empty", async () => {
    const { text } = await query({ Action: "SendMessage", QueueUrl });
    expect(text).toContain(
      "<Code>MissingParameter</Code><Message>The request must contain the parameter MessageBody.</Message>",
    );
  });

  test("no account or action of a permission is lost on the older form", async () => {
    const accounts = { "AWSAccountId.1": "111111111111", "AWSAccountId.2": "222222222222" };
    const { status } = await query({ Action: "AddPermission", QueueUrl, Label: "x", ...accounts, "ActionName.1": "*" });
    expect(status).toBe(200);
    const { text } = await query({ Action: "GetQueueAttributes", QueueUrl, "AttributeName.1": "Policy" });
    for (const told of ["111111111111:root", "222222222222:root", "SQS:*"]) expect(text).toContain(told);
  });

  test("an operation the engine lacks is not answered as if it were done", async () => {
    const { status, text } = await query({ Action: "CreateUser", UserName: "x" }, "/", "iam");
    expect(status).toBe(501);
    expect(text).toContain("IAM.CreateUser is not implemented by the Lamplighter engine; supported: ");
    const table = await (await fetch(`${engine.endpoint}/_lamp/operations`)).json();
    expect(table).toMatchObject({ sqs: { notImplemented: [] } });
    expect(table).toMatchObject({ iam: { notImplemented: expect.arrayContaining(["CreateUser"]) } });
  });
});
