// PurgeQueue: all messages of a queue, at most once a minute (API Reference, PurgeQueue).
import { ServiceError } from "../service.ts";
import { queueAt } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

const PURGE_PAUSE_MS = 60_000;

export const purgeQueue = (sqs: Sqs) => (input: { readonly QueueUrl: string }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const now = sqs.clock.now();
  if (queue.purgedAt !== undefined && now < queue.purgedAt + PURGE_PAUSE_MS) {
    const rule = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
    throw new ServiceError("PurgeQueueInProgress", rule);
  }
  sqs.store.transaction(() => {
    sqs.store.run("DELETE FROM sqs_messages WHERE queue = ?", queue.id);
    sqs.store.run("UPDATE sqs_queues SET purged_at = ? WHERE id = ?", now, queue.id);
  });
};
