// Query: one partition's items in key order, of a table or an index.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import type { PlainPath } from "./expression/bindings.ts";
import { parsedKeyCondition } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { refuseLegacy } from "./legacy.ts";
import { type KeyRange, keyRangeOf } from "./reads/key-condition.ts";
import { readPage } from "./reads/page.ts";
import { readExpressions } from "./reads/read-expressions.ts";
import {
  checkFilterProjected,
  checkProjected,
  checkSelect,
  indexOf,
  pageAnswer,
  type ReadInput,
  startAfter,
} from "./reads/read-request.ts";
import { type After, rowsIn } from "./reads/row-range.ts";
import { type KeySchema, keyNames } from "./tables/table.ts";

interface QueryInput extends ReadInput {
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
}

export function query(database: Database): Operation {
  return (input: QueryInput, { region }) => {
    refuseLegacy(input);
    const { KeyConditionExpression, Limit: limit, ScanIndexForward: forward = true } = input;
    if (KeyConditionExpression === undefined) {
      return invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    const keyCondition = parsedKeyCondition(KeyConditionExpression);
    const { bindings, filter, cut, filterPaths, projectionPaths } = readExpressions(input, keyCondition);
    const table = database.tables.require(region, input.TableName);
    const index = indexOf(table, input);
    checkSelect(input, index);
    const { key } = index ?? table;
    const within = keyRangeOf(keyCondition.tree, key, bindings);
    refuseKeysInFilter(filterPaths, key);
    refuseNestedKeys(table, [...filterPaths, ...projectionPaths]);
    checkFilterProjected(table, index, filterPaths);
    checkProjected(table, index, projectionPaths);
    const after = startAfter(table, index, input.ExclusiveStartKey);
    refuseOutside(after, within);
    const rows = rowsIn(database.store, { table, index, within, after, limit, forward });
    const wholeItems = index?.kind === "LOCAL" && (input.Select === "ALL_ATTRIBUTES" || projectionPaths.length > 0);
    const countOnly = input.Select === "COUNT";
    return pageAnswer(input, table, index, readPage(rows, { table, index, limit, cut, filter, countOnly, wholeItems }));
  };
}

/** What the key condition can do without reading more may not be done by the filter. */
function refuseKeysInFilter(paths: readonly PlainPath[], key: KeySchema): void {
  const keys = keyNames(key);
  const [found] = paths.find(([first]) => keys.includes(String(first))) ?? [];
  if (found === undefined) return;
  invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${found}`);
}

function refuseOutside(after: After | undefined, within: KeyRange): void {
  if (!after || Buffer.compare(after.entry.pk, within.pk) === 0) return;
  invalid("The provided starting key is outside query boundaries based on provided conditions");
}
