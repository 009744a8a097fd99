// DynamoDB on the engine's own store: tables, items, indexes, expressions, transactions and expiry.
import type { EngineContext, Operation, Service } from "../service.ts";
import { dynamodbAccess } from "./access.ts";
import { batchGetItem } from "./batch-get-item.ts";
import { batchWriteItem } from "./batch-write-item.ts";
import { createTable } from "./create-table.ts";
import { type Database, openDatabase } from "./database.ts";
import { deleteItem } from "./delete-item.ts";
import { deleteTable } from "./delete-table.ts";
import { describeContinuousBackups } from "./describe-continuous-backups.ts";
import { describeTable } from "./describe-table.ts";
import { describeTimeToLive } from "./describe-time-to-live.ts";
import { getItem } from "./get-item.ts";
import { listTables } from "./list-tables.ts";
import { listTagsOfResource } from "./list-tags-of-resource.ts";
import { putItem } from "./put-item.ts";
import { query } from "./query.ts";
import { scan } from "./scan.ts";
import { tagResource } from "./tag-resource.ts";
import { transactGetItems } from "./transact-get-items.ts";
import { transactWriteItems } from "./transact-write-items.ts";
import { untagResource } from "./untag-resource.ts";
import { updateContinuousBackups } from "./update-continuous-backups.ts";
import { updateItem } from "./update-item.ts";
import { updateTable } from "./update-table.ts";
import { updateTimeToLive } from "./update-time-to-live.ts";

const OPERATIONS: Readonly<Record<string, (database: Database) => Operation>> = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  ListTagsOfResource: listTagsOfResource,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TagResource: tagResource,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};

interface DynamodbService extends Service {
  /** Ends the expiry sweep: call before the store is closed. */
  stop(): void;
}

export function createDynamodbService(context: EngineContext): DynamodbService {
  const database = openDatabase(context);
  const operations = Object.fromEntries(Object.entries(OPERATIONS).map(([name, make]) => [name, make(database)]));
  const access = dynamodbAccess(database, context.account);
  return { name: "dynamodb", operations, access, stop: () => database.sweep.stop() };
}
