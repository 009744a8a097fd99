// The log groups, streams and events kept by the engine: rows, and the events that wait to be written in one batch.
import type { EngineContext } from "../service.ts";
import { Followers, type Taken } from "./followers.ts";
import { groupNotFound } from "./log-errors.ts";

export interface LogEvent {
  readonly at: number;
  readonly message: string;
}

export interface GroupRow {
  readonly id: number;
  readonly name: string;
  readonly created_at: number;
  readonly retention_days: number | null;
  readonly tags: string;
}

export interface StreamRow {
  readonly id: number;
  readonly group_id: number;
  readonly name: string;
  readonly created_at: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly ingested_at: number | null;
  readonly bytes: number;
}

export interface EventRow {
  readonly stream_id: number;
  readonly at: number;
  readonly seq: number;
  readonly ingested_at: number;
  readonly message: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, retention_days INTEGER, tags TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS log_streams (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
    first_at INTEGER, last_at INTEGER, ingested_at INTEGER, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (group_id, name));
  CREATE TABLE IF NOT EXISTS log_events (
    group_id INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, stream_id INTEGER NOT NULL,
    ingested_at INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (group_id, at, seq)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS log_events_by_stream ON log_events (stream_id, at, seq);
  CREATE TABLE IF NOT EXISTS log_sequence (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);`;

/** Real time on purpose: how long lines wait to be written together has nothing to do with the engine's clock. Each batch
 * holds the engine up while the disk syncs, and nobody waits for one: whoever reads lines or asks for a group gets what waits
 * too, and the end of an asynchronous invocation is never on the disk before its lines. */
const BATCH_WAIT_MS = 250;
const BATCH_EVENTS = 1_000;
const BATCH_CHARACTERS = 1_048_576;
/** What waits while the store takes nothing (a full disk): beyond this the oldest lines are lost. */
const MOST_CHARACTERS = 16 * BATCH_CHARACTERS;
const PAUSE_MS = 1_000;

export class LogStore {
  readonly context: EngineContext;
  readonly followers = new Followers();
  #waiting: Taken[] = [];
  #waitingCharacters = 0;
  #timer: NodeJS.Timeout | undefined;
  #refused = false;
  #seq: number;

  constructor(context: EngineContext) {
    this.context = context;
    context.store.define(SCHEMA);
    this.#seq = context.store.get<{ last: number }>("SELECT last FROM log_sequence")?.last ?? 0;
  }

  group(name: string): GroupRow {
    const row = this.#groupRow(name) ?? this.#groupOfWaiting(name);
    if (!row) throw groupNotFound();
    return row;
  }

  hasGroup(name: string): boolean {
    return this.#waiting.some(({ group }) => group === name) || this.#groupRow(name) !== undefined;
  }

  createGroup(name: string, tags: Readonly<Record<string, string>>): boolean {
    const { store, clock } = this.context;
    const sql = "INSERT INTO log_groups (name, created_at, tags) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    return store.run(sql, name, clock.now(), JSON.stringify(tags)) > 0;
  }

  createStream(groupId: number, name: string): boolean {
    const sql = "INSERT INTO log_streams (group_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    return this.context.store.run(sql, groupId, name, this.context.clock.now()) > 0;
  }

  stream(groupId: number, name: string): StreamRow | undefined {
    return this.context.store.get<StreamRow>(
      "SELECT * FROM log_streams WHERE group_id = ? AND name = ?",
      groupId,
      name,
    );
  }

  /** Takes lines to be written soon, in one transaction with others; `flush` writes them at once. */
  put(group: string, stream: string, events: readonly LogEvent[]): void {
    const ingestedAt = this.context.clock.now();
    for (const event of events) {
      const taken = { group, stream, event, ingestedAt };
      this.followers.tell(taken);
      this.#waiting.push(taken);
      this.#waitingCharacters += event.message.length;
    }
    const isMuch = this.#waiting.length >= BATCH_EVENTS || this.#waitingCharacters >= BATCH_CHARACTERS;
    if (isMuch && !this.#refused) this.#flushOrWait();
    else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#flushOrWait(), BATCH_WAIT_MS);
    if (this.#waitingCharacters > MOST_CHARACTERS) this.#loseOldest();
  }

  /** Nobody is there who could be told that the store took nothing: the lines wait on. */
  #flushOrWait(): void {
    try {
      this.flush();
    } catch {
      this.#timer = setTimeout(() => this.#flushOrWait(), PAUSE_MS);
    }
  }

  #loseOldest(): void {
    let lost = 0;
    while (this.#waitingCharacters > MOST_CHARACTERS / 2) {
      this.#waitingCharacters -= this.#waiting[lost++]?.event.message.length ?? this.#waitingCharacters;
    }
    this.#waiting = this.#waiting.slice(lost);
  }

  /** Writes what waits. Inside a transaction of the store it becomes part of that one. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const [batch, characters] = [this.#waiting, this.#waitingCharacters];
    [this.#waiting, this.#waitingCharacters] = [[], 0];
    try {
      this.#write(batch);
      this.#refused = false;
    } catch (error) {
      this.#refused = true;
      this.#waiting = [...batch, ...this.#waiting];
      this.#waitingCharacters += characters;
      throw error;
    }
  }

  #write(batch: readonly Taken[]): void {
    const byStream = Map.groupBy(batch, ({ group, stream }) => `${group}\n${stream}`);
    this.context.store.transaction(() => {
      for (const waiting of byStream.values()) {
        const [first] = waiting;
        if (!first) continue;
        const { group, stream, ingestedAt } = first;
        this.append(
          this.#streamFor(group, stream),
          waiting.map(({ event }) => event),
          ingestedAt,
        );
      }
    });
  }

  /** Writes events of one stream; the caller's transaction makes them one change. */
  append(stream: StreamRow, events: readonly LogEvent[], ingestedAt: number): void {
    const { store } = this.context;
    let bytes = 0;
    let firstAt = Number.MAX_SAFE_INTEGER;
    let lastAt = 0;
    for (const { at: exactAt, message } of events) {
      const at = Math.trunc(exactAt);
      const sql =
        "INSERT INTO log_events (group_id, at, seq, stream_id, ingested_at, message) VALUES (?, ?, ?, ?, ?, ?)";
      store.run(sql, stream.group_id, at, ++this.#seq, stream.id, ingestedAt, message);
      bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
      firstAt = Math.min(firstAt, at);
      lastAt = Math.max(lastAt, at);
    }
    if (events.length === 0) return;
    store.run("INSERT OR REPLACE INTO log_sequence VALUES (1, ?)", this.#seq);
    store.run(
      `UPDATE log_streams SET first_at = min(coalesce(first_at, ?1), ?1), last_at = max(coalesce(last_at, ?2), ?2),
         ingested_at = ?3, bytes = bytes + ?4 WHERE id = ?5`,
      firstAt,
      lastAt,
      ingestedAt,
      bytes,
      stream.id,
    );
  }

  deleteGroup(id: number): void {
    const { store } = this.context;
    store.transaction(() => {
      store.run("DELETE FROM log_events WHERE group_id = ?", id);
      store.run("DELETE FROM log_streams WHERE group_id = ?", id);
      store.run("DELETE FROM log_groups WHERE id = ?", id);
    });
  }

  /** The instant before which the group's retention has taken events away. */
  expiredBefore(group: GroupRow): number {
    return group.retention_days === null ? 0 : this.context.clock.now() - group.retention_days * 86_400_000;
  }

  #groupRow(name: string): GroupRow | undefined {
    return this.context.store.get<GroupRow>("SELECT * FROM log_groups WHERE name = ?", name);
  }

  /** A group that lines make is there as soon as they came, though they wait. */
  #groupOfWaiting(name: string): GroupRow | undefined {
    this.flush();
    return this.#groupRow(name);
  }

  #streamFor(group: string, stream: string): StreamRow {
    const known = this.context.store.get<StreamRow>(
      "SELECT s.* FROM log_streams s JOIN log_groups g ON g.id = s.group_id WHERE g.name = ? AND s.name = ?",
      group,
      stream,
    );
    if (known) return known;
    this.createGroup(group, {});
    const { id } = this.group(group);
    this.createStream(id, stream);
    const row = this.stream(id, stream);
    if (!row) throw groupNotFound();
    return row;
  }
}

/** PutLogEvents counts 26 bytes for each event beside its text (CloudWatch Logs API reference, PutLogEvents). */
export const EVENT_OVERHEAD = 26;
