// The ledger's door to DynamoDB, through the SDK.
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ConditionFailed, type Dynamo, type DynamoOperation, type Item } from "../ledger/dynamo.ts";
import type { Clients } from "./clients.ts";
import { hasAwsCode } from "./errors.ts";

type Answer = Readonly<Record<string, unknown>>;
/** One command class stands for all: what goes in and out is DynamoDB's own JSON. */
type Send = (client: DynamoDBClient, input: never) => Promise<Answer>;

export function createDynamo(clients: Pick<Clients, "dynamodb">): Dynamo {
  let operations: Promise<Record<DynamoOperation, Send>> | undefined;
  return {
    async send(operation, input) {
      operations ??= loadOperations();
      const [client, known] = await Promise.all([clients.dynamodb(), operations]);
      try {
        const { $metadata: _, ...answer } = await known[operation](client, input as never);
        return answer;
      } catch (error) {
        if (!hasAwsCode(error, "ConditionalCheckFailedException")) throw error;
        throw new ConditionFailed((error.cause as { Item?: Item } | undefined)?.Item);
      }
    },
  };
}

/** Loaded with the first request: commands that read no ledger do not load the SDK. */
async function loadOperations(): Promise<Record<DynamoOperation, Send>> {
  const sdk = await import("@aws-sdk/client-dynamodb");
  return {
    GetItem: (client, input) => client.send(new sdk.GetItemCommand(input)) as Promise<unknown> as Promise<Answer>,
    PutItem: (client, input) => client.send(new sdk.PutItemCommand(input)) as Promise<unknown> as Promise<Answer>,
    UpdateItem: (client, input) => client.send(new sdk.UpdateItemCommand(input)) as Promise<unknown> as Promise<Answer>,
    DeleteItem: (client, input) => client.send(new sdk.DeleteItemCommand(input)) as Promise<unknown> as Promise<Answer>,
    Query: (client, input) => client.send(new sdk.QueryCommand(input)) as Promise<unknown> as Promise<Answer>,
    BatchWriteItem: (client, input) =>
      client.send(new sdk.BatchWriteItemCommand(input)) as Promise<unknown> as Promise<Answer>,
  };
}
