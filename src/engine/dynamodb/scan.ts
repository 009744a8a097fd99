// Scan: all items of a table or an index, in no order to rely on; segments divide it among parallel readers.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { invalid } from "./invalid.ts";
import { refuseLegacy } from "./legacy.ts";
import { readPage } from "./reads/page.ts";
import { readExpressions } from "./reads/read-expressions.ts";
import { checkProjected, checkSelect, indexOf, pageAnswer, type ReadInput, startAfter } from "./reads/read-request.ts";
import { type RowRange, rowsIn } from "./reads/row-range.ts";
import { segmentBounds } from "./values/key-bytes.ts";

interface ScanInput extends ReadInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

export function scan(database: Database): Operation {
  return (input: ScanInput, { region }) => {
    refuseLegacy(input);
    const { Limit: limit } = input;
    const within = segmentOf(input);
    const { filter, cut, filterPaths, projectionPaths } = readExpressions(input);
    const table = database.tables.require(region, input.TableName);
    const index = indexOf(table, input);
    checkSelect(input, index);
    refuseNestedKeys(table, [...filterPaths, ...projectionPaths]);
    checkProjected(table, index, projectionPaths);
    const after = startAfter(table, index, input.ExclusiveStartKey);
    const rows = rowsIn(database.store, { table, index, within, after, limit, forward: true });
    const wholeItems = index?.kind === "LOCAL" && (input.Select === "ALL_ATTRIBUTES" || projectionPaths.length > 0);
    const countOnly = input.Select === "COUNT";
    return pageAnswer(input, table, index, readPage(rows, { table, index, limit, cut, filter, countOnly, wholeItems }));
  };
}

function segmentOf({ Segment, TotalSegments }: ScanInput): RowRange["within"] {
  if (Segment === undefined && TotalSegments === undefined) return {};
  if (Segment === undefined) {
    return invalid(
      "The Segment parameter is required but was not present in the request when TotalSegments parameter is present",
    );
  }
  if (TotalSegments === undefined) {
    return invalid(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  }
  if (Segment >= TotalSegments) {
    return invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
  const { from, to } = segmentBounds(Segment, TotalSegments);
  return { fromPk: from, toPk: to };
}
