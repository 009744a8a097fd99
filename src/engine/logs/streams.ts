// Operations on log streams: create, delete, describe, and putting events into one.
import type { EngineContext } from "../service.ts";
import { alreadyExists, invalidParameter, streamNotFound } from "./log-errors.ts";
import { groupArn, groupNameOf } from "./log-names.ts";
import { EVENT_OVERHEAD, type LogStore, type StreamRow } from "./log-store.ts";
import { pageToken, readPageToken } from "./page-token.ts";

interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** The limits of one PutLogEvents call (API reference). */
const BATCH_BYTES = 1_048_576;
const BATCH_SPAN_MS = 24 * 3_600_000;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;

interface DescribeInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: "LogStreamName" | "LastEventTime";
  readonly descending?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

export function streamOperations(logs: LogStore) {
  const { store, clock } = logs.context;
  return {
    CreateLogStream(input: { logGroupName: string; logStreamName: string }) {
      logs.flush();
      if (!logs.createStream(logs.group(input.logGroupName).id, input.logStreamName)) throw alreadyExists("stream");
    },
    DeleteLogStream(input: { logGroupName: string; logStreamName: string }) {
      logs.flush();
      const stream = logs.stream(logs.group(input.logGroupName).id, input.logStreamName);
      if (!stream) throw streamNotFound();
      store.transaction(() => {
        store.run("DELETE FROM log_events WHERE stream_id = ?", stream.id);
        store.run("DELETE FROM log_streams WHERE id = ?", stream.id);
      });
    },
    DescribeLogStreams: (input: DescribeInput) => describeStreams(logs, input),
    PutLogEvents(input: { logGroupName: string; logStreamName: string; logEvents: InputEvent[] }) {
      logs.flush();
      const group = logs.group(input.logGroupName);
      const stream = logs.stream(group.id, input.logStreamName);
      if (!stream) throw streamNotFound();
      refuseBadBatch(input.logEvents);
      const now = clock.now();
      const expired = logs.expiredBefore(group);
      const tooOld = input.logEvents.findLastIndex(({ timestamp }) => timestamp < now - OLDEST_MS);
      const expiredEnd = input.logEvents.findLastIndex(({ timestamp }) => timestamp < expired);
      const tooNew = input.logEvents.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS);
      const from = Math.max(tooOld, expiredEnd) + 1;
      const accepted = input.logEvents.slice(from, tooNew < 0 ? undefined : Math.max(from, tooNew));
      const events = accepted.map(({ timestamp, message }) => ({ at: timestamp, message }));
      store.transaction(() => logs.append(stream, events, now));
      for (const event of events) {
        logs.followers.tell({ group: group.name, stream: stream.name, event, ingestedAt: now });
      }
      const rejected = {
        tooOldLogEventEndIndex: tooOld < 0 ? undefined : tooOld + 1,
        expiredLogEventEndIndex: expiredEnd < 0 ? undefined : expiredEnd + 1,
        tooNewLogEventStartIndex: tooNew < 0 ? undefined : tooNew,
      };
      const any = accepted.length < input.logEvents.length;
      return { nextSequenceToken: "0", rejectedLogEventsInfo: any ? rejected : undefined };
    },
  };
}

function refuseBadBatch(events: readonly InputEvent[]): void {
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD;
    const before = events[index - 1];
    if (before && before.timestamp > event.timestamp) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (bytes > BATCH_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES}`);
  const first = events[0];
  const last = events.at(-1);
  if (first && last && last.timestamp - first.timestamp > BATCH_SPAN_MS) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

function describeStreams(logs: LogStore, input: DescribeInput) {
  logs.flush();
  const group = logs.group(groupNameOf(input));
  const byTime = input.orderBy === "LastEventTime";
  if (byTime && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const limit = input.limit ?? 50;
  const skip = input.nextToken === undefined ? 0 : Number(readPageToken(input.nextToken));
  if (!Number.isSafeInteger(skip) || skip < 0) throw invalidParameter("The specified nextToken is invalid.");
  const order = `${byTime ? "coalesce(last_at, 0)" : "name"} ${input.descending ? "DESC" : "ASC"}, name`;
  const rows = logs.context.store.all<StreamRow>(
    `SELECT * FROM log_streams WHERE group_id = ?1 AND substr(name, 1, length(?2)) = ?2 ORDER BY ${order} LIMIT ?3 OFFSET ?4`,
    group.id,
    input.logStreamNamePrefix ?? "",
    limit + 1,
    skip,
  );
  return {
    logStreams: rows.slice(0, limit).map((row) => streamOf(logs.context, group.name, row)),
    nextToken: rows.length > limit ? pageToken(String(skip + limit)) : undefined,
  };
}

function streamOf(context: EngineContext, group: string, row: StreamRow) {
  return {
    logStreamName: row.name,
    creationTime: row.created_at,
    firstEventTimestamp: row.first_at ?? undefined,
    lastEventTimestamp: row.last_at ?? undefined,
    lastIngestionTime: row.ingested_at ?? undefined,
    uploadSequenceToken: "0",
    arn: `${groupArn(context, group)}:log-stream:${row.name}`,
    // AWS reports zero for streams since 2019 (API reference, LogStream).
    storedBytes: 0,
  };
}
