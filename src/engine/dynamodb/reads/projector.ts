// A projection expression as a function that cuts an item down to it.
import { refuseOverlaps } from "../evaluate/overlap.ts";
import { project, selectionOf } from "../evaluate/projection.ts";
import type { Bindings, PlainPath } from "../expression/bindings.ts";
import type { Parsed, Path } from "../expression/syntax.ts";
import type { Item } from "../values/attribute-value.ts";

export type Projector = (item: Item) => Item;

/** Of a request without a projection. */
export const WHOLE: Projector = (item) => item;

export function projectionPaths(projection: Parsed<readonly Path[]> | undefined, bindings: Bindings): PlainPath[] {
  return (projection?.tree ?? []).map((path) => bindings.plain(path));
}

export function projectorOf(projection: Parsed<readonly Path[]> | undefined, bindings: Bindings): Projector {
  if (!projection) return WHOLE;
  const paths = projectionPaths(projection, bindings);
  refuseOverlaps("ProjectionExpression", paths);
  const selection = selectionOf(paths);
  return (item) => project(item, selection);
}
