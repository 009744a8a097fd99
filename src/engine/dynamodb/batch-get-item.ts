// BatchGetItem: up to 100 items by key, of several tables; what is over 16 MB is left for the next request.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { bind, type Placeholders } from "./expression/bindings.ts";
import { parsedProjection } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, readUnits, type Units } from "./items/capacity.ts";
import { capacityPerTable } from "./items/capacity-per-table.ts";
import { acceptKey, type KeyBytes, keyBytesOf } from "./items/item-key.ts";
import { refuseLegacy } from "./legacy.ts";
import { type Projector, projectionPaths, projectorOf } from "./reads/projector.ts";
import type { Table } from "./tables/table.ts";
import type { Item } from "./values/attribute-value.ts";
import { namesOneItemTwice } from "./writes/same-item.ts";

interface KeysAndAttributes extends Placeholders {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
}

interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

interface Wanted {
  readonly name: string;
  readonly request: KeysAndAttributes;
  readonly given: Item;
  readonly table: Table;
  readonly key: KeyBytes;
  readonly cut: Projector;
}

const MOST_KEYS = 100;
const LARGEST_ANSWER = 16 * 1024 * 1024;

export function batchGetItem(database: Database): Operation {
  return (input: BatchGetItemInput, { region }) => {
    const wanted = Object.entries(input.RequestItems).flatMap(([name, request]) =>
      prepare(database, region, name, request),
    );
    if (wanted.length > MOST_KEYS) invalid("Too many items requested for the BatchGetItem call");
    if (namesOneItemTwice(wanted)) invalid("Provided list of item keys contains duplicates");
    const answers: Record<string, Item[]> = Object.fromEntries(wanted.map(({ name }) => [name, []]));
    const left: Wanted[] = [];
    const parts: { table: Table; units: Units }[] = [];
    let bytes = 0;
    for (const one of wanted) {
      const stored = bytes > LARGEST_ANSWER ? undefined : database.items.get(one.table, one.key);
      bytes += stored?.size ?? 0;
      if (bytes > LARGEST_ANSWER) {
        left.push(one);
        continue;
      }
      const units = readUnits(stored?.size ?? 0, one.request.ConsistentRead ? "strong" : "eventual");
      parts.push({ table: one.table, units: { table: units, indexes: new Map() } });
      if (stored) answers[one.name]?.push(one.cut(stored.item));
    }
    return {
      Responses: answers,
      UnprocessedKeys: unprocessed(left),
      ConsumedCapacity: capacityPerTable(input.ReturnConsumedCapacity, parts),
    };
  };
}

function prepare(database: Database, region: string, name: string, request: KeysAndAttributes): Wanted[] {
  refuseLegacy(request);
  const { ProjectionExpression } = request;
  const projection = ProjectionExpression === undefined ? undefined : parsedProjection(ProjectionExpression);
  const bindings = bind(request, ["ProjectionExpression"], { ProjectionExpression: projection });
  const cut = projectorOf(projection, bindings);
  const table = database.tables.require(region, name);
  refuseNestedKeys(table, projectionPaths(projection, bindings));
  return request.Keys.map((given) => {
    const key = keyBytesOf(table.key, acceptKey(table.key, given));
    return { name, request, given, table, key, cut };
  });
}

function unprocessed(left: readonly Wanted[]): Record<string, KeysAndAttributes> {
  const byName = Map.groupBy(left, ({ name }) => name);
  return Object.fromEntries(
    [...byName].flatMap(([name, some]) => {
      const [first] = some;
      return first ? [[name, { ...first.request, Keys: some.map(({ given }) => given) }]] : [];
    }),
  );
}
