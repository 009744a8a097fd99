// A handler that runs once per event, as it is usually made: middy, Powertools' idempotency, the SDK's DynamoDB client.
import { IdempotencyConfig } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { makeHandlerIdempotent } from "@aws-lambda-powertools/idempotency/middleware";
import middy from "@middy/core";

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: "ledger" });
const config = new IdempotencyConfig({ eventKeyJmesPath: "due" });

export const handler = middy(async () => ({ rows: 120 })).use(makeHandlerIdempotent({ persistenceStore, config }));
