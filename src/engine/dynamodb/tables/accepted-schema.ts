// Key schemas and indexes from a request, checked by DynamoDB's rules.
import { invalid, notOffered } from "../invalid.ts";
import type { KeyType } from "../values/attribute-value.ts";
import { type Index, type KeySchema, keyNames, type Projection, type Throughput } from "./table.ts";

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: KeyType;
}
export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: "HASH" | "RANGE";
}
export interface IndexRequest {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection?: Partial<Projection>;
  readonly ProvisionedThroughput?: Throughput;
}

/** Service quotas: 20 global and 5 local indexes a table. */
const MOST = { GLOBAL: 20, LOCAL: 5 } as const;
const MOST_PROJECTED = 20;

export function acceptKeySchema(schema: readonly KeySchemaElement[], types: ReadonlyMap<string, KeyType>): KeySchema {
  const [first, second] = schema;
  if (schema.length > 2) notOffered("A key of more than two attributes");
  if (first?.KeyType !== "HASH")
    return bad("Invalid KeySchema: The first KeySchemaElement is not a HASH key type", false);
  if (second && second.KeyType !== "RANGE") {
    return bad("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type", false);
  }
  if (second?.AttributeName === first.AttributeName) {
    bad("Both the Hash Key and the Range Key element in the KeySchema have the same name", false);
  }
  const attribute = (name: string) => {
    const type = types.get(name) ?? missing(schema, types);
    return { name, type };
  };
  return { hash: attribute(first.AttributeName), range: second && attribute(second.AttributeName) };
}

export function typesOf(definitions: readonly AttributeDefinition[]): Map<string, KeyType> {
  const types = new Map(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  if (types.size < definitions.length) bad("Duplicate AttributeName in AttributeDefinitions");
  return types;
}

export function acceptIndex(
  kind: Index["kind"],
  request: IndexRequest,
  types: ReadonlyMap<string, KeyType>,
  tableKey: KeySchema,
  id: number,
): Index {
  const key = acceptKeySchema(request.KeySchema, types);
  if (kind === "LOCAL") {
    if (!tableKey.range)
      bad("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
    if (!key.range) bad(`Index KeySchema does not have a range key for index: ${request.IndexName}`);
    if (key.hash.name !== tableKey.hash.name) {
      bad(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${request.IndexName}. index hash key: ${key.hash.name}, table hash key: ${tableKey.hash.name}`,
      );
    }
  }
  return {
    id,
    kind,
    name: request.IndexName,
    key,
    projection: acceptProjection(request.Projection),
    throughput: request.ProvisionedThroughput,
  };
}

export function checkIndexNames(indexes: readonly Index[]): void {
  const names = indexes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) bad(`Duplicate index name: ${twice}`);
  for (const kind of ["GLOBAL", "LOCAL"] as const) {
    const count = indexes.filter((index) => index.kind === kind).length;
    if (count > MOST[kind])
      bad(
        `Number of ${kind === "GLOBAL" ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"} exceeds per-table limit of ${MOST[kind]}`,
      );
  }
}

/** Every defined attribute must be of some key: the others have no schema. */
export function checkAllUsed(types: ReadonlyMap<string, KeyType>, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(keyNames));
  if ([...types.keys()].every((name) => used.has(name))) return;
  bad(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${[...types.keys()].join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}

function acceptProjection({ ProjectionType, NonKeyAttributes }: Partial<Projection> = {}): Projection {
  if (!ProjectionType) return bad("Unknown ProjectionType: null");
  if (ProjectionType !== "INCLUDE") {
    if (NonKeyAttributes) bad(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
    return { ProjectionType };
  }
  if (!NonKeyAttributes?.length) return bad("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  if (NonKeyAttributes.length > MOST_PROJECTED) bad(`NonKeyAttributes may hold at most ${MOST_PROJECTED} names`);
  return { ProjectionType, NonKeyAttributes };
}

function missing(schema: readonly KeySchemaElement[], types: ReadonlyMap<string, KeyType>): never {
  const keys = schema.map(({ AttributeName }) => AttributeName);
  return bad(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(", ")}], AttributeDefinitions: [${[...types.keys()].join(", ")}]`,
  );
}

function bad(detail: string, prefixed = true): never {
  return invalid(prefixed ? `One or more parameter values were invalid: ${detail}` : detail);
}
