// Scan: all items of a table or an index, in no order to rely on; segments divide it among parallel readers.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { holds } from "./evaluate/condition.ts";
import { checkOperandTypes } from "./evaluate/operand-types.ts";
import { bind } from "./expression/bindings.ts";
import { parsedFilter, parsedProjection } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { readPage } from "./items/page.ts";
import { projectorOf } from "./items/projector.ts";
import { checkSelect, indexOf, pageAnswer, type ReadInput, startAfter } from "./items/read-request.ts";
import { type RowRange, rowsIn } from "./items/row-range.ts";
import { refuseLegacy } from "./legacy.ts";
import { segmentBounds } from "./values/key-bytes.ts";

interface ScanInput extends ReadInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

export function scan(database: Database): Operation {
  return (input: ScanInput, { region }) => {
    refuseLegacy(input);
    const { FilterExpression, ProjectionExpression, Limit: limit } = input;
    const within = segmentOf(input);
    const filter = FilterExpression === undefined ? undefined : parsedFilter(FilterExpression);
    const projection = ProjectionExpression === undefined ? undefined : parsedProjection(ProjectionExpression);
    const used = { FilterExpression: filter, ProjectionExpression: projection };
    const bindings = bind(input, ["ProjectionExpression", "FilterExpression"], used);
    if (filter) checkOperandTypes("FilterExpression", filter.tree, bindings);
    const cut = projectorOf(projection, bindings);
    const table = database.tables.require(region, input.TableName);
    const index = indexOf(table, input);
    checkSelect(input, index);
    const after = startAfter(table, index, input.ExclusiveStartKey);
    const rows = rowsIn(database.store, { table, index, within, after, limit, forward: true });
    const page = readPage(rows, {
      table,
      index,
      limit,
      cut,
      filter: filter && ((item) => holds(filter.tree, item, bindings)),
      countOnly: input.Select === "COUNT",
      wholeItems: index?.kind === "LOCAL" && input.Select === "ALL_ATTRIBUTES",
    });
    return pageAnswer(input, table, index, page);
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
