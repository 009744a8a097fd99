// Messages older than their queue keeps them are gone, whatever their state.
import { numberAttribute } from "./queue-attributes.ts";
import type { Queue } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

/** The age counts from when the message was first sent, also in a dead-letter queue (Developer Guide, DLQs). */
export function dropExpired(sqs: Sqs, queue: Queue, now: number): void {
  const oldest = now - numberAttribute(queue, "MessageRetentionPeriod") * 1_000;
  const expired = sqs.store.get(
    "SELECT 1 FROM sqs_messages WHERE queue = ? AND sent_at <= ? LIMIT 1",
    queue.id,
    oldest,
  );
  if (expired) sqs.store.run("DELETE FROM sqs_messages WHERE queue = ? AND sent_at <= ?", queue.id, oldest);
}
