// Query: one partition's items in key order, of a table or an index.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { holds } from "./evaluate/condition.ts";
import { keyRangeOf } from "./evaluate/key-condition.ts";
import { checkOperandTypes } from "./evaluate/operand-types.ts";
import { pathsOf } from "./evaluate/paths-of.ts";
import { type Bindings, bind } from "./expression/bindings.ts";
import { parsedFilter, parsedKeyCondition, parsedProjection } from "./expression/parsed.ts";
import type { Condition } from "./expression/syntax.ts";
import { invalid } from "./invalid.ts";
import { readPage } from "./items/page.ts";
import { projectorOf } from "./items/projector.ts";
import { checkSelect, indexOf, pageAnswer, type ReadInput, startAfter } from "./items/read-request.ts";
import { rowsIn } from "./items/row-range.ts";
import { refuseLegacy } from "./legacy.ts";
import { type KeySchema, keyNames } from "./tables/table.ts";

interface QueryInput extends ReadInput {
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
}

const CARRIERS = ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"] as const;

export function query(database: Database): Operation {
  return (input: QueryInput, { region }) => {
    refuseLegacy(input);
    const { KeyConditionExpression, FilterExpression, ProjectionExpression, Limit: limit } = input;
    if (KeyConditionExpression === undefined) {
      return invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    const keyCondition = parsedKeyCondition(KeyConditionExpression);
    const filter = FilterExpression === undefined ? undefined : parsedFilter(FilterExpression);
    const projection = ProjectionExpression === undefined ? undefined : parsedProjection(ProjectionExpression);
    const bindings = bind(input, CARRIERS, {
      KeyConditionExpression: keyCondition,
      FilterExpression: filter,
      ProjectionExpression: projection,
    });
    if (filter) checkOperandTypes("FilterExpression", filter.tree, bindings);
    const cut = projectorOf(projection, bindings);
    const table = database.tables.require(region, input.TableName);
    const index = indexOf(table, input);
    checkSelect(input, index);
    const key = (index ?? table).key;
    const within = keyRangeOf(keyCondition.tree, key, bindings);
    if (filter) refuseKeysInFilter(filter.tree, key, bindings);
    const after = startAfter(table, index, input.ExclusiveStartKey);
    if (after && Buffer.compare(after.entry.pk, within.pk) !== 0) {
      invalid("The provided starting key is outside query boundaries based on provided conditions");
    }
    const rows = rowsIn(database.store, {
      table,
      index,
      within,
      after,
      limit,
      forward: input.ScanIndexForward ?? true,
    });
    const page = readPage(rows, {
      table,
      index,
      limit,
      cut,
      filter: filter && ((item) => holds(filter.tree, item, bindings)),
      countOnly: input.Select === "COUNT",
      wholeItems: index?.kind === "LOCAL" && (input.Select === "ALL_ATTRIBUTES" || projection !== undefined),
    });
    return pageAnswer(input, table, index, page);
  };
}

/** What the key condition can do without reading more may not be done by the filter. */
function refuseKeysInFilter(condition: Condition, key: KeySchema, bindings: Bindings): void {
  const keys = keyNames(key);
  for (const path of pathsOf(condition)) {
    const [first] = bindings.plain(path);
    if (!keys.includes(String(first))) continue;
    invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${first}`);
  }
}
