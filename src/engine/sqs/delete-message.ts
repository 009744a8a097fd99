// DeleteMessage and DeleteMessageBatch.
import { checkBatch, runBatch } from "./batch.ts";
import { invalidParameter } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import { type Queue, queueAt } from "./queues.ts";
import { messageOfHandle } from "./receipt.ts";
import type { Sqs } from "./sqs.ts";

interface DeleteMessageBatchInput {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

export const deleteMessage = (sqs: Sqs) => (input: { readonly QueueUrl: string; readonly ReceiptHandle: string }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  remove(sqs, queue, input.ReceiptHandle);
  wakeNext(sqs, queue);
};

export const deleteMessageBatch = (sqs: Sqs) => (input: DeleteMessageBatchInput) => {
  const queue = queueAt(sqs, input.QueueUrl);
  checkBatch(input.Entries);
  const result = runBatch(sqs, input.Entries, (entry) => remove(sqs, queue, entry.ReceiptHandle));
  wakeNext(sqs, queue);
  return result;
};

/** Deleting twice, or by a handle that is no longer the latest, succeeds and does nothing (API Reference, DeleteMessage). A
 * FIFO queue refuses it when the message may have gone to another receiver (Developer Guide, exactly-once processing). */
function remove(sqs: Sqs, queue: Queue, handle: string): undefined {
  const held = messageOfHandle(sqs, queue, handle);
  if (held && isFifo(queue) && (held.stale || held.visibleAt <= sqs.clock.now())) {
    throw invalidParameter("ReceiptHandle", handle, "The receipt handle has expired.");
  }
  if (held && !held.stale) sqs.store.run("DELETE FROM sqs_messages WHERE id = ?", held.id);
}

/** The next message of the group may be received now. */
function wakeNext(sqs: Sqs, queue: Queue): void {
  if (isFifo(queue)) sqs.arrivals.announce(queue.id);
}
