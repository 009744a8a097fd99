// TransactWriteItems: up to 100 writes and checks, all or none.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { type KeyRequest, prepareDelete } from "./delete-item.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, readUnits, writeUnits } from "./items/capacity.ts";
import { capacityPerTable } from "./items/capacity-per-table.ts";
import { type MetricsMode, metricsPerTable } from "./items/collection-metrics.ts";
import { type PutRequest, preparePut } from "./put-item.ts";
import { prepareUpdate, type UpdateRequest } from "./update-item.ts";
import { type CancellationReason, cancelled, reasonOf, UNTOUCHED } from "./writes/cancellation.ts";
import { RequestTokens } from "./writes/request-tokens.ts";
import { namesOneItemTwice } from "./writes/same-item.ts";
import { carryOut, type Write, type Written } from "./writes/write.ts";

interface TransactWriteItem {
  readonly Put?: PutRequest;
  readonly Update?: UpdateRequest;
  readonly Delete?: KeyRequest;
  readonly ConditionCheck?: KeyRequest;
}

interface TransactWriteItemsInput {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: MetricsMode;
}

const MOST_ACTIONS = 100;
const LARGEST = 4 * 1024 * 1024;

export function transactWriteItems(database: Database): Operation {
  const tokens = new RequestTokens(database.store, database.clock);
  return (input: TransactWriteItemsInput, { region }) => {
    const { TransactItems, ClientRequestToken } = input;
    if (TransactItems.length > MOST_ACTIONS) invalid(`A transaction may hold at most ${MOST_ACTIONS} actions`);
    const writes = TransactItems.map((item) => prepare(database, region, item));
    if (namesOneItemTwice(writes)) invalid("Transaction request cannot include multiple operations on one item");
    return database.store.transaction(() => {
      if (ClientRequestToken !== undefined && tokens.seen(region, ClientRequestToken, TransactItems)) {
        return { ConsumedCapacity: capacityOfRereading(database, writes, input.ReturnConsumedCapacity) };
      }
      const parts = carryOutAll(database, writes).map(({ write: { table }, written }) => {
        return { table, units: writeUnits(written, 2) };
      });
      return {
        ConsumedCapacity: capacityPerTable(input.ReturnConsumedCapacity, parts, "WriteCapacityUnits"),
        ItemCollectionMetrics: metricsPerTable(input.ReturnItemCollectionMetrics, database, writes),
      };
    });
  };
}

/** A transaction sent again costs what reading its items does (API Reference, TransactWriteItems). */
function capacityOfRereading(database: Database, writes: readonly Write[], mode: CapacityMode) {
  const parts = writes.map(({ table, key }) => {
    const units = readUnits(database.items.get(table, key)?.size ?? 0, "transaction");
    return { table, units: { table: units, indexes: new Map() } };
  });
  return capacityPerTable(mode, parts, "ReadCapacityUnits");
}

/** Every action is tried, so that every reason is told; the caller's transaction undoes those that went well. */
function carryOutAll(database: Database, writes: readonly Write[]): { write: Write; written: Written }[] {
  const done: { write: Write; written: Written }[] = [];
  const reasons = writes.map((write): CancellationReason => {
    try {
      done.push({ write, written: carryOut(database, write) });
      return UNTOUCHED;
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some((reason) => reason !== UNTOUCHED)) throw cancelled(reasons);
  const bytes = done.reduce((sum, { written }) => sum + (written.after?.size ?? 0), 0);
  if (bytes > LARGEST) invalid("Transaction payload size has exceeded the maximum allowed size of 4 MB");
  return done;
}

function prepare(database: Database, region: string, item: TransactWriteItem): Write {
  const { Put, Update, Delete, ConditionCheck } = item;
  if ([Put, Update, Delete, ConditionCheck].filter(Boolean).length !== 1) {
    invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (Put) return preparePut(database, region, Put);
  if (Update) return prepareUpdate(database, region, Update);
  if (Delete) return prepareDelete(database, region, Delete);
  if (ConditionCheck) return prepareDelete(database, region, ConditionCheck, true);
  throw new TypeError("an action of no kind");
}
