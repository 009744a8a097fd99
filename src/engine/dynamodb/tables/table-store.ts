// The tables there are, by region and name, and how much each holds.
import { ServiceError } from "../../service.ts";
import type { Store } from "../../store.ts";
import type { Table } from "./table.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ddb_table (
  id INTEGER PRIMARY KEY, region TEXT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (region, name)
);
CREATE TABLE IF NOT EXISTS ddb_count (id INTEGER PRIMARY KEY, items INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ddb_sequence (last INTEGER NOT NULL);
`;

export interface Count {
  readonly items: number;
  readonly bytes: number;
}

export class TableStore {
  readonly #store: Store;
  /** Emptied by every change, so a change that was rolled back leaves nothing wrong here. */
  readonly #known = new Map<string, Table>();

  constructor(store: Store) {
    this.#store = store;
    store.define(SCHEMA);
    store.onLost(() => this.#known.clear());
  }

  /** By name or ARN: wherever a table is named, both are taken. */
  find(region: string, nameOrArn: string): Table | undefined {
    const place = `${region}/${nameOrArn}`;
    const known = this.#known.get(place);
    if (known) return known;
    const name = nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf("/") + 1) : nameOrArn;
    const row = this.#store.get<{ record: string }>(
      "SELECT record FROM ddb_table WHERE region = ? AND name = ?",
      region,
      name,
    );
    const table = row && (JSON.parse(row.record) as Table);
    if (!table || (nameOrArn.startsWith("arn:") && nameOrArn !== table.arn)) return undefined;
    this.#known.set(place, table);
    return table;
  }

  /** For reading and writing items. */
  require(region: string, nameOrArn: string): Table {
    const table = this.find(region, nameOrArn);
    if (!table) throw new ServiceError("ResourceNotFoundException", "Requested resource not found");
    return table;
  }

  /** For operations on the table itself, whose message names it. */
  describe(region: string, nameOrArn: string): Table {
    const table = this.find(region, nameOrArn);
    if (table) return table;
    const name = nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
    throw new ServiceError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
  }

  names(region: string, after: string, limit: number): string[] {
    const sql = "SELECT name FROM ddb_table WHERE region = ? AND name > ? ORDER BY name LIMIT ?";
    return this.#store.all<{ name: string }>(sql, region, after, limit).map(({ name }) => name);
  }

  all(): Table[] {
    return this.#store
      .all<{ record: string }>("SELECT record FROM ddb_table")
      .map(({ record }) => JSON.parse(record) as Table);
  }

  nextId(): number {
    const { last } = this.#store.get<{ last: number }>("SELECT last FROM ddb_sequence") ?? { last: 0 };
    if (last === 0) this.#store.run("INSERT INTO ddb_sequence (last) VALUES (1)");
    else this.#store.run("UPDATE ddb_sequence SET last = last + 1");
    return last + 1;
  }

  save(table: Table): void {
    this.#known.clear();
    this.#store.run(
      "INSERT INTO ddb_table (id, region, name, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
      table.id,
      table.region,
      table.name,
      JSON.stringify(table),
    );
  }

  remove(table: Table): void {
    this.#known.clear();
    this.#store.run("DELETE FROM ddb_table WHERE id = ?", table.id);
  }

  count(id: number): Count {
    return (
      this.#store.get<{ items: number; bytes: number }>("SELECT items, bytes FROM ddb_count WHERE id = ?", id) ?? {
        items: 0,
        bytes: 0,
      }
    );
  }

  addCount(id: number, items: number, bytes: number): void {
    if (items === 0 && bytes === 0) return;
    this.#store.run(
      "INSERT INTO ddb_count (id, items, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET items = items + excluded.items, bytes = bytes + excluded.bytes",
      id,
      items,
      bytes,
    );
  }

  dropCount(id: number): void {
    this.#store.run("DELETE FROM ddb_count WHERE id = ?", id);
  }
}
