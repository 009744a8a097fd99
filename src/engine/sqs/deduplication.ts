// What was sent to a FIFO queue in the last five minutes: the same again is taken, and not delivered a second time.
import { DEDUPLICATION_MS } from "./fifo.ts";
import type { FifoPlace } from "./fifo-place.ts";
import type { Queue } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

export interface Sent {
  readonly messageId: string;
  /** Undefined in a queue that keeps no order. */
  readonly sequence: number | undefined;
}

/** Also of a message that was received and deleted since (Developer Guide, exactly-once processing). */
export function sentBefore(sqs: Sqs, queue: Queue, place: FifoPlace, now: number): Sent | undefined {
  const { store } = sqs;
  store.run("DELETE FROM sqs_deduplications WHERE queue = ? AND at <= ?", queue.id, now - DEDUPLICATION_MS);
  const row = store.get<{ message_id: string; sequence: number }>(
    "SELECT message_id, sequence FROM sqs_deduplications WHERE queue = ? AND scope = ? AND deduplication = ?",
    queue.id,
    scopeOf(queue, place),
    place.deduplication,
  );
  return row && { messageId: row.message_id, sequence: row.sequence };
}

export function rememberSent(sqs: Sqs, queue: Queue, place: FifoPlace, sent: Sent, now: number): void {
  sqs.store.run(
    "INSERT OR REPLACE INTO sqs_deduplications (queue, scope, deduplication, message_id, sequence, at) VALUES (?, ?, ?, ?, ?, ?)",
    ...[queue.id, scopeOf(queue, place), place.deduplication, sent.messageId, sent.sequence ?? null, now],
  );
}

/** The next number of all FIFO queues together: greater than every one given out before. */
export function nextSequence({ store }: Pick<Sqs, "store">): number {
  store.run("INSERT INTO sqs_sequence (id, last) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET last = last + 1");
  return store.get<{ last: number }>("SELECT last FROM sqs_sequence")?.last ?? 1;
}

/** Empty: the whole queue. */
const scopeOf = ({ attributes }: Queue, { group }: FifoPlace) =>
  attributes["DeduplicationScope"] === "messageGroup" ? group : "";
