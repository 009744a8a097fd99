// Functions as the engine keeps them: one row for each version, `$LATEST` among them, and one for what all versions share.
import type { EngineContext } from "../../service.ts";
import { functionNotFound } from "../faults.ts";
import { functionArn, isVersion, LATEST } from "../names.ts";
import type { Configuration } from "./configuration.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lambda_functions (
    name TEXT PRIMARY KEY, next_version INTEGER NOT NULL, tags TEXT NOT NULL, reserved INTEGER, published TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lambda_versions (
    name TEXT NOT NULL, version TEXT NOT NULL, number INTEGER NOT NULL, configuration TEXT NOT NULL, code_sha256 TEXT NOT NULL,
    code_size INTEGER NOT NULL, revision_id TEXT NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (name, version)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lambda_aliases (
    name TEXT NOT NULL, alias TEXT NOT NULL, version TEXT NOT NULL, description TEXT NOT NULL, weights TEXT NOT NULL,
    revision_id TEXT NOT NULL, PRIMARY KEY (name, alias)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lambda_event_configs (
    name TEXT NOT NULL, qualifier TEXT NOT NULL, settings TEXT NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (name, qualifier)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lambda_permissions (
    name TEXT NOT NULL, qualifier TEXT NOT NULL, statement_id TEXT NOT NULL, statement TEXT NOT NULL,
    PRIMARY KEY (name, qualifier, statement_id)) WITHOUT ROWID;`;

export interface FunctionRow {
  readonly name: string;
  readonly next_version: number;
  readonly tags: string;
  readonly reserved: number | null;
  /** Fingerprint of what was last published, so that nothing is published twice. */
  readonly published: string;
}

export interface VersionRow {
  readonly name: string;
  readonly version: string;
  readonly number: number;
  readonly configuration: string;
  readonly code_sha256: string;
  readonly code_size: number;
  readonly revision_id: string;
  readonly modified_at: number;
}

export interface AliasRow {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  readonly description: string;
  readonly weights: string;
  readonly revision_id: string;
}

export class FunctionsTable {
  readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
    context.store.define(SCHEMA);
  }

  find(name: string): FunctionRow | undefined {
    return this.context.store.get<FunctionRow>("SELECT * FROM lambda_functions WHERE name = ?", name);
  }

  get(name: string): FunctionRow {
    const row = this.find(name);
    if (!row) throw functionNotFound(functionArn(this.context, name));
    return row;
  }

  version(name: string, version: string): VersionRow {
    const sql = "SELECT * FROM lambda_versions WHERE name = ? AND version = ?";
    const row = this.context.store.get<VersionRow>(sql, name, version);
    if (!row) throw functionNotFound(functionArn(this.context, name, version === LATEST ? undefined : version));
    return row;
  }

  alias(name: string, alias: string): AliasRow | undefined {
    return this.context.store.get<AliasRow>("SELECT * FROM lambda_aliases WHERE name = ? AND alias = ?", name, alias);
  }

  /** The version behind a qualifier; an alias that splits its traffic gives either of its two. */
  resolve(name: string, qualifier: string | undefined): VersionRow {
    if (qualifier === undefined || qualifier === LATEST || isVersion(qualifier)) {
      return this.version(name, qualifier ?? LATEST);
    }
    const alias = this.alias(name, qualifier);
    if (!alias) throw functionNotFound(functionArn(this.context, name, qualifier));
    return this.version(name, this.#routed(alias));
  }

  writeVersion(row: VersionRow): void {
    this.context.store.run(
      "INSERT OR REPLACE INTO lambda_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      row.name,
      row.version,
      row.number,
      row.configuration,
      row.code_sha256,
      row.code_size,
      row.revision_id,
      row.modified_at,
    );
  }

  #routed(alias: AliasRow): string {
    const weights = Object.entries(JSON.parse(alias.weights) as Record<string, number>);
    let draw = weights.length === 0 ? 1 : Number.parseInt(this.context.random.hex(6), 16) / 2 ** 48;
    for (const [version, weight] of weights) {
      if (draw < weight) return version;
      draw -= weight;
    }
    return alias.version;
  }
}

export const configurationOf = (row: VersionRow) => JSON.parse(row.configuration) as Configuration;
