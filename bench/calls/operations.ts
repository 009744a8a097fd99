// The data calls that are measured, each through the SDK's own client of one endpoint.
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { itemOf, MESSAGE, QUERY_ITEMS, QUERY_PARTITION, QUEUE, TABLE } from "./material.ts";

export type Call = () => Promise<unknown>;
export type CallName = "PutItem" | "GetItem" | "Query" | "SendMessage" | "ReceiveMessage + DeleteMessage";

export interface Operations {
  readonly calls: Partial<Record<CallName, Call>>;
  /** Puts what is about to be read in place, outside the time measured. */
  prepare(call: CallName, times: number): Promise<void>;
  close(): void;
}

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" };

export async function operationsOf(endpoint: string, has: { readonly sqs: boolean }): Promise<Operations> {
  const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  const dynamodb = new DynamoDBClient(settings);
  const sqs = new SQSClient(settings);
  await createTable(dynamodb);
  const QueueUrl = has.sqs ? await createQueue(sqs) : "";
  const sentUrl = has.sqs ? await createQueue(sqs, `${QUEUE}-sent`) : "";
  let n = QUERY_ITEMS;
  const key = { pk: { S: QUERY_PARTITION }, sk: itemOf(QUERY_PARTITION, 0).sk };
  const query = new QueryCommand({
    TableName: TABLE,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: QUERY_PARTITION } },
    Limit: QUERY_ITEMS,
  });
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: MESSAGE }));
  const calls: Operations["calls"] = {
    PutItem: () => dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: itemOf(`job#${n % 50}`, n++) })),
    GetItem: () => dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: key })),
    Query: () => dynamodb.send(query),
  };
  if (has.sqs) {
    calls.SendMessage = () => sqs.send(new SendMessageCommand({ QueueUrl: sentUrl, MessageBody: MESSAGE }));
    calls["ReceiveMessage + DeleteMessage"] = async () => {
      const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      if (!message?.ReceiptHandle) throw new Error(`${endpoint} has no message`);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    };
  }
  return {
    calls,
    async prepare(call, times) {
      if (call !== "ReceiveMessage + DeleteMessage") return;
      for (let sent = 0; sent < times; sent += 16) await Promise.all(Array.from({ length: 16 }, send));
    },
    close() {
      dynamodb.destroy();
      sqs.destroy();
    },
  };
}

async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName: TABLE });
  for (let n = 0; n < QUERY_ITEMS; n++) {
    await client.send(new PutItemCommand({ TableName: TABLE, Item: itemOf(QUERY_PARTITION, n) }));
  }
}

async function createQueue(client: SQSClient, QueueName = QUEUE): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName }));
  if (!QueueUrl) throw new Error("CreateQueue answered without a QueueUrl");
  return QueueUrl;
}
