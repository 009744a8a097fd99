// The engine's memory: one SQLite database, one owner, durable before an answer leaves.

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { crashPoint } from "../core/crash-point.ts";
import type { Keeper } from "./store/keeper.ts";
import { closeSeen, openDatabase } from "./store/open-database.ts";
import { openFiles } from "./store/open-files.ts";
import type { Ownership } from "./store/owner.ts";
import { SharedCommit } from "./store/shared-commit.ts";

type Row = Record<string, null | number | bigint | string | Uint8Array>;

/** What a store in a file has, and one in memory needs not. */
interface Files {
  readonly keeper: Keeper;
  readonly ownership: Ownership;
}

/** Statements are prepared once and kept. All work is synchronous: a call that returned has been written and synced,
 * unless `durably` waits for that. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #files: Files | undefined;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #shared: SharedCommit | undefined;
  #sharing = false;
  #onLost: () => void = () => {};

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
    if (this.#depth > 0) return work();
    return this.#sharing || this.#shared ? this.#join(work) : this.#commit(work);
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
    if (this.#sharing || this.#shared) return this.#join(() => this.#within("SAVEPOINT part", work, "RELEASE part"));
    return this.#within("BEGIN IMMEDIATE", work, "COMMIT");
  }

  /**
   * The answer to a request, given when its changes are on the disk, and those of others that it may have seen. What the
   * requests of one turn of the event loop change before their first wait is one commit: all of them wait for the disk
   * once, or all of them fail. What `work` changes later is on the disk when the call that changed it returns.
   */
  async durably<T>(work: () => T | Promise<T>): Promise<T> {
    let shared: SharedCommit | undefined;
    try {
      this.#sharing = true;
      let running: T | Promise<T>;
      try {
        running = work();
      } finally {
        this.#sharing = false;
        shared = this.#shared;
      }
      return running instanceof Promise ? await running : running;
    } finally {
      if (shared) await shared.settled;
      if (this.#shared) await this.#shared.settled;
    }
  }

  /** Told when changes that seemed to be made were not kept: whoever remembers rows must forget them. */
  onLost(listener: () => void): void {
    const before = this.#onLost;
    this.#onLost = () => {
      before();
      listener();
    };
  }

  close(): void {
    this.#endShared();
    this.#statements.clear();
    if (!this.#files) this.#database.close();
    else if (this.#files.keeper.close()) closeSeen(this.#database);
    this.#files?.ownership.release();
  }

  /** Makes `work` a part of the shared transaction, which ends with it when it is no request's. */
  #join<T>(work: () => T): T {
    if (!this.#shared) {
      this.#prepare("BEGIN IMMEDIATE").run();
      this.#shared = new SharedCommit(() => this.#endShared());
    }
    const result = this.#lostWith(work);
    const failure = this.#sharing ? undefined : this.#endShared();
    if (failure) throw failure.error;
    return result;
  }

  /** After some failures (a full disk) SQLite rolls back the whole transaction by itself. */
  #lostWith<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!this.#database.isTransaction) this.#lose(error);
      throw error;
    }
  }

  #endShared(): { readonly error: unknown } | undefined {
    const shared = this.#shared;
    if (!shared) return undefined;
    try {
      this.#commit(() => this.#prepare("COMMIT").run());
    } catch (error) {
      this.#lose(error);
      return { error };
    }
    this.#shared = undefined;
    shared.committed();
    return undefined;
  }

  #lose(error: unknown): void {
    const shared = this.#shared;
    this.#shared = undefined;
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    this.#onLost();
    shared?.lost(error);
  }

  #within<T>(begin: "BEGIN IMMEDIATE" | "SAVEPOINT part", work: () => T, end: "COMMIT" | "RELEASE part"): T {
    this.#prepare(begin).run();
    this.#depth++;
    try {
      const result = work();
      const ended = () => this.#prepare(end).run();
      if (end === "COMMIT") this.#commit(ended);
      else ended();
      return result;
    } catch (error) {
      const undo = end === "COMMIT" ? "ROLLBACK" : "ROLLBACK TO part; RELEASE part";
      // After some failures (a full disk) SQLite has rolled back by itself.
      if (this.#database.isTransaction) this.#database.exec(undo);
      throw error;
    } finally {
      this.#depth--;
    }
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
