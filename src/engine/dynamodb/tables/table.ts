// What the engine keeps about a table.
import type { KeyType } from "../values/attribute-value.ts";

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface Index {
  /** Unique among all indexes and tables: its entries and counts are kept under it. */
  readonly id: number;
  readonly name: string;
  readonly kind: "GLOBAL" | "LOCAL";
  readonly key: KeySchema;
  readonly projection: Projection;
  readonly throughput?: Throughput | undefined;
}

export interface Projection {
  readonly ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly NonKeyAttributes?: readonly string[];
}

export interface Table {
  readonly id: number;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly tableId: string;
  readonly createdAt: number;
  readonly key: KeySchema;
  readonly indexes: readonly Index[];
  readonly billingMode: "PROVISIONED" | "PAY_PER_REQUEST";
  readonly onDemandSince?: number | undefined;
  readonly throughput: Throughput;
  readonly tableClass?: string | undefined;
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** The attribute holding the expiry, in epoch seconds, when TTL is on. */
  readonly expiryAttribute?: string | undefined;
  readonly pointInTimeRecovery: boolean;
}

/** The key's attribute names, partition key first. */
export function keyNames(key: KeySchema): string[] {
  return key.range ? [key.hash.name, key.range.name] : [key.hash.name];
}

/** What an index hands out: undefined for everything. */
export function projectedNames(table: Table, index: Index): ReadonlySet<string> | undefined {
  const { ProjectionType, NonKeyAttributes = [] } = index.projection;
  if (ProjectionType === "ALL") return undefined;
  const extra = ProjectionType === "INCLUDE" ? NonKeyAttributes : [];
  return new Set([...keyNames(table.key), ...keyNames(index.key), ...extra]);
}
