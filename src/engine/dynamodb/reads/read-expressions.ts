// The filter and the projection of a Query or Scan, as functions of an item.
import { holds } from "../evaluate/condition.ts";
import { checkOperandTypes } from "../evaluate/operand-types.ts";
import { pathsOf } from "../evaluate/paths-of.ts";
import { type Bindings, bind, type PlainPath } from "../expression/bindings.ts";
import { parsedFilter, parsedProjection } from "../expression/parsed.ts";
import type { Condition, ExpressionKind, Parsed } from "../expression/syntax.ts";
import type { Item } from "../values/attribute-value.ts";
import { type Projector, projectionPaths, projectorOf } from "./projector.ts";
import type { ReadInput } from "./read-request.ts";

interface ReadExpressions {
  readonly bindings: Bindings;
  readonly filter: ((item: Item) => boolean) | undefined;
  readonly cut: Projector;
  readonly filterPaths: readonly PlainPath[];
  readonly projectionPaths: readonly PlainPath[];
}

export function readExpressions(input: ReadInput, keyCondition?: Parsed<Condition>): ReadExpressions {
  const { FilterExpression, ProjectionExpression } = input;
  const filter = FilterExpression === undefined ? undefined : parsedFilter(FilterExpression);
  const projection = ProjectionExpression === undefined ? undefined : parsedProjection(ProjectionExpression);
  const bindings = bind(input, keyCondition ? WITH_KEY : WITHOUT_KEY, {
    KeyConditionExpression: keyCondition,
    FilterExpression: filter,
    ProjectionExpression: projection,
  });
  if (filter) checkOperandTypes("FilterExpression", filter.tree, bindings);
  return {
    bindings,
    filter: filter && ((item) => holds(filter.tree, item, bindings)),
    cut: projectorOf(projection, bindings),
    filterPaths: filter ? pathsOf(filter.tree).map((path) => bindings.plain(path)) : [],
    projectionPaths: projectionPaths(projection, bindings),
  };
}

const WITHOUT_KEY: readonly ExpressionKind[] = ["ProjectionExpression", "FilterExpression"];
const WITH_KEY: readonly ExpressionKind[] = [...WITHOUT_KEY, "KeyConditionExpression"];
