// GetLogEvents and FilterLogEvents: pages of events, of one stream or of a whole group, in the order they happened.
import { compileFilter } from "./filter-pattern.ts";
import { invalidParameter, streamNotFound } from "./log-errors.ts";
import { groupNameOf } from "./log-names.ts";
import type { EventRow, GroupRow, LogStore } from "./log-store.ts";
import { type Position, pageToken, positionText, readPageToken, readPosition } from "./page-token.ts";

interface Span {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** A page is at most 10,000 events or 1 MB (API reference); one call reads so many events at most, and may find none. */
const PAGE_EVENTS = 10_000;
const PAGE_BYTES = 1_048_576;
const EVENTS_READ = 50_000;

const BEGINNING: Position = { at: 0, seq: -1 };
const END: Position = { at: Number.MAX_SAFE_INTEGER, seq: 0 };

export function readingOperations(logs: LogStore) {
  return {
    GetLogEvents: (input: Span & { logStreamName: string; startFromHead?: boolean }) => getEvents(logs, input),
    FilterLogEvents: (input: FilterInput) => filterEvents(logs, input),
  };
}

function getEvents(logs: LogStore, input: Span & { logStreamName: string; startFromHead?: boolean }) {
  logs.flush();
  const group = logs.group(groupNameOf(input));
  const stream = logs.stream(group.id, input.logStreamName);
  if (!stream) throw streamNotFound();
  const [direction, from] = readDirection(input.nextToken, input.startFromHead ?? false);
  const [compare, order] = direction === "f" ? [">", "ASC"] : ["<", "DESC"];
  const rows = logs.context.store.all<EventRow>(
    `SELECT * FROM log_events WHERE stream_id = ?1 AND (at, seq) ${compare} (?2, ?3) AND at >= ?4 AND at < ?5
       ORDER BY at ${order}, seq ${order} LIMIT ?6`,
    stream.id,
    from.at,
    from.seq,
    Math.max(input.startTime ?? 0, logs.expiredBefore(group)),
    input.endTime ?? END.at,
    input.limit ?? PAGE_EVENTS,
  );
  const page = withinBytes(rows);
  if (direction === "b") page.reverse();
  return {
    events: page.map((row) => ({ timestamp: row.at, message: row.message, ingestionTime: row.ingested_at })),
    nextForwardToken: `f/${pageToken(positionText(page.at(-1) ?? from))}`,
    nextBackwardToken: `b/${pageToken(positionText(page[0] ?? from))}`,
  };
}

function readDirection(token: string | undefined, fromHead: boolean): ["f" | "b", Position] {
  if (token === undefined) return fromHead ? ["f", BEGINNING] : ["b", END];
  const match = /^([fb])\/(.+)$/.exec(token);
  if (!match?.[2]) throw invalidParameter("The specified nextToken is invalid.");
  return [match[1] === "f" ? "f" : "b", readPosition(readPageToken(match[2]))];
}

function withinBytes(rows: readonly EventRow[]): EventRow[] {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += Buffer.byteLength(row.message);
    return bytes > PAGE_BYTES;
  });
  return end < 0 ? [...rows] : rows.slice(0, Math.max(1, end));
}

interface FilterInput extends Span {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
  readonly startFromHead?: boolean;
}

function filterEvents(logs: LogStore, input: FilterInput) {
  if (input.logStreamNames && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  logs.flush();
  const group = logs.group(groupNameOf(input));
  const matches = compileFilter(input.filterPattern ?? "");
  const streams = streamNames(logs, group, input);
  const limit = input.limit ?? PAGE_EVENTS;
  const events: object[] = [];
  let last: Position | undefined;
  let bytes = 0;
  let read = 0;
  for (const row of eventsOf(logs, group, input)) {
    if (events.length >= limit || bytes >= PAGE_BYTES || ++read > EVENTS_READ) {
      return { events, searchedLogStreams: [], nextToken: last && pageToken(positionText(last)) };
    }
    last = { at: row.at, seq: row.seq };
    const logStreamName = streams.get(row.stream_id);
    if (logStreamName === undefined || !matches(row.message)) continue;
    bytes += Buffer.byteLength(row.message);
    const eventId = String(row.at).padStart(16, "0") + String(row.seq).padStart(20, "0");
    events.push({ logStreamName, timestamp: row.at, message: row.message, ingestionTime: row.ingested_at, eventId });
  }
  return { events, searchedLogStreams: [] };
}

function eventsOf(logs: LogStore, group: GroupRow, input: FilterInput): Iterable<EventRow> {
  const newestFirst = input.startFromHead === false;
  const from = input.nextToken ? readPosition(readPageToken(input.nextToken)) : newestFirst ? END : BEGINNING;
  const [compare, order] = newestFirst ? ["<", "DESC"] : [">", "ASC"];
  // One over what is read, so that the page that ends exactly there still knows whether there is more.
  return logs.context.store.iterate<EventRow>(
    `SELECT * FROM log_events WHERE group_id = ?1 AND (at, seq) ${compare} (?2, ?3) AND at >= ?4 AND at <= ?5
       ORDER BY at ${order}, seq ${order} LIMIT ${EVENTS_READ + 1}`,
    group.id,
    from.at,
    from.seq,
    Math.max(input.startTime ?? 0, logs.expiredBefore(group)),
    input.endTime ?? END.at,
  );
}

function streamNames(logs: LogStore, group: GroupRow, input: FilterInput): Map<number, string> {
  const rows = logs.context.store.all<{ id: number; name: string }>(
    "SELECT id, name FROM log_streams WHERE group_id = ?1 AND substr(name, 1, length(?2)) = ?2",
    group.id,
    input.logStreamNamePrefix ?? "",
  );
  const wanted = rows.filter(({ name }) => !input.logStreamNames || input.logStreamNames.includes(name));
  return new Map(wanted.map(({ id, name }) => [id, name]));
}
