// The engine's memory: one SQLite database, one owner, durable before an answer leaves.

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { crashPoint } from "../core/crash-point.ts";
import type { Keeper } from "./store/keeper.ts";
import { closeSeen, openDatabase } from "./store/open-database.ts";
import { openFiles } from "./store/open-files.ts";
import type { Ownership } from "./store/owner.ts";

type Row = Record<string, null | number | bigint | string | Uint8Array>;

/** What a store in a file has, and one in memory needs not. */
interface Files {
  readonly keeper: Keeper;
  readonly ownership: Ownership;
}

/** Statements are prepared once and kept. All work is synchronous: a call that returned has been written and synced. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #files: Files | undefined;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  private constructor(database: DatabaseSync, files?: Files) {
    this.#database = database;
    this.#files = files;
  }

  /** `:memory:` or a file's path, in a folder that is there. Refuses a store that another engine holds, that is damaged,
   * or that a later version wrote. */
  static open(path: string): Store {
    if (path === ":memory:") return new Store(openDatabase(path));
    const { database, ...files } = openFiles(path);
    return new Store(database, files);
  }

  /** Creates a service's tables where they are missing: `CREATE … IF NOT EXISTS` statements. */
  define(schema: string): void {
    this.#commit(() => this.#database.exec(schema));
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    const statement = this.#prepare(sql);
    const work = () => Number(statement.run(...values).changes);
    return this.#depth > 0 ? work() : this.#commit(work);
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
      this.#commit(() => this.#database.exec("COMMIT"));
      return result;
    } catch (error) {
      // After some failures (a full disk) SQLite has rolled back by itself.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    if (!this.#files) this.#database.close();
    else if (this.#files.keeper.close()) closeSeen(this.#database);
    this.#files?.ownership.release();
  }

  /** `work` is one commit: it counts when the store's files are still what they were, and are kept in step with it. */
  #commit<T>(work: () => T): T {
    this.#files?.keeper.check();
    try {
      const result = work();
      crashPoint("committed");
      this.#files?.keeper.committed();
      return result;
    } catch (error) {
      this.#files?.keeper.refused(error);
      throw error;
    }
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
