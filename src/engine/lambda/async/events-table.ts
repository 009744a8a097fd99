// The events that wait for an asynchronous invocation: durable before the caller hears 202, gone when accounted for.
import type { EngineContext } from "../../service.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lambda_events (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, name TEXT NOT NULL, qualifier TEXT, payload TEXT NOT NULL,
    accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, throttles INTEGER NOT NULL,
    running INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS lambda_events_due ON lambda_events (running, due_at);`;

export interface EventRow {
  readonly id: number;
  readonly request_id: string;
  readonly name: string;
  readonly qualifier: string | null;
  readonly payload: string;
  readonly accepted_at: number;
  readonly due_at: number;
  readonly attempts: number;
  readonly throttles: number;
}

export class EventsTable {
  readonly #context: EngineContext;

  constructor(context: EngineContext) {
    this.#context = context;
    context.store.define(SCHEMA);
  }

  add(requestId: string, name: string, qualifier: string | undefined, payload: string): void {
    const now = this.#context.clock.now();
    const sql = `INSERT INTO lambda_events (request_id, name, qualifier, payload, accepted_at, due_at, attempts, throttles, running)
      VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)`;
    this.#context.store.run(sql, requestId, name, qualifier ?? null, payload, now, now);
  }

  /** What an engine that ended left running is due at once; the attempt that was cut off stays counted. */
  recover(): void {
    const sql = "UPDATE lambda_events SET running = 0, due_at = ? WHERE running = 1";
    this.#context.store.run(sql, this.#context.clock.now());
  }

  due(limit: number): EventRow[] {
    const sql = "SELECT * FROM lambda_events WHERE running = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?";
    return this.#context.store.all<EventRow>(sql, this.#context.clock.now(), limit);
  }

  nextDueAt(): number | undefined {
    const sql = "SELECT min(due_at) AS at FROM lambda_events WHERE running = 0";
    return this.#context.store.get<{ at: number | null }>(sql)?.at ?? undefined;
  }

  get empty(): boolean {
    return this.#context.store.get("SELECT 1 FROM lambda_events LIMIT 1") === undefined;
  }

  beginAttempt(id: number): void {
    const sql = "UPDATE lambda_events SET running = 1, attempts = attempts + 1 WHERE id = ?";
    this.#context.store.run(sql, id);
  }

  /** It counts as running, with no attempt used up, until `recover`. */
  setAside(id: number): void {
    this.#context.store.run("UPDATE lambda_events SET running = 1 WHERE id = ?", id);
  }

  retryAt(id: number, dueAt: number): void {
    this.#context.store.run("UPDATE lambda_events SET running = 0, due_at = ? WHERE id = ?", dueAt, id);
  }

  throttledUntil(id: number, dueAt: number): void {
    const sql = "UPDATE lambda_events SET running = 0, throttles = throttles + 1, due_at = ? WHERE id = ?";
    this.#context.store.run(sql, dueAt, id);
  }

  remove(id: number): void {
    this.#context.store.run("DELETE FROM lambda_events WHERE id = ?", id);
  }
}
