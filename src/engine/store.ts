// The engine's memory: one SQLite file, one owner, durable before an answer leaves.
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { StoreDamaged, StoreLocked, StoreTooNew } from "./errors.ts";

/** Raised with every change of any table's layout; an older store is brought up, a newer one refused. */
const FORMAT = 1;

type Row = Record<string, null | number | bigint | string | Uint8Array>;

/** Statements are prepared once and kept. All work is synchronous: a call that returned has been written and synced. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** `:memory:` or a file's path. Refuses a store that another engine holds, that is damaged, or that a later version wrote. */
  static open(path: string): Store {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path);
      database.exec("PRAGMA locking_mode = EXCLUSIVE");
      database.exec("PRAGMA journal_mode = WAL");
      database.exec("PRAGMA synchronous = FULL");
      database.exec("BEGIN IMMEDIATE");
      database.exec("COMMIT");
      refuseUnusable(database, path);
      database.exec(`PRAGMA user_version = ${FORMAT}`);
      return new Store(database);
    } catch (error) {
      try {
        database?.close();
      } catch {}
      throw storeError(error, path);
    }
  }

  /** Creates a service's tables where they are missing: `CREATE … IF NOT EXISTS` statements. */
  define(schema: string): void {
    this.#database.exec(schema);
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  iterate<T = Row>(sql: string, ...values: SQLInputValue[]): IterableIterator<T> {
    return this.#prepare(sql).iterate(...values) as IterableIterator<T>;
  }

  /** All or nothing; nested calls join the outer one. `work` must be synchronous. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#database.exec("BEGIN IMMEDIATE");
    this.#depth++;
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function refuseUnusable(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version > FORMAT) throw new StoreTooNew(path, version, FORMAT);
  const check = String(database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] ?? "no answer");
  if (check !== "ok") throw new StoreDamaged(path, check);
}

function storeError(error: unknown, path: string): unknown {
  const code = (error as { errcode?: number }).errcode ?? 0;
  const text = (error as Error).message;
  if ((code & 0xff) === 5 || /database is locked/.test(text)) return new StoreLocked(path, error);
  if ((code & 0xff) === 11 || (code & 0xff) === 26) return new StoreDamaged(path, text, error);
  return error;
}
