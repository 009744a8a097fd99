// DeleteMessage and DeleteMessageBatch.
import { checkBatch, runBatch } from "./batch.ts";
import { type Queue, queueAt } from "./queues.ts";
import { messageOfHandle } from "./receipt.ts";
import type { Sqs } from "./sqs.ts";

interface DeleteMessageBatchInput {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

export const deleteMessage = (sqs: Sqs) => (input: { readonly QueueUrl: string; readonly ReceiptHandle: string }) => {
  remove(sqs, queueAt(sqs, input.QueueUrl), input.ReceiptHandle);
};

export const deleteMessageBatch = (sqs: Sqs) => (input: DeleteMessageBatchInput) => {
  const queue = queueAt(sqs, input.QueueUrl);
  checkBatch(input.Entries);
  return runBatch(sqs, input.Entries, (entry) => remove(sqs, queue, entry.ReceiptHandle));
};

/** Deleting twice, or by a handle that is no longer the latest, succeeds and does nothing (API Reference, DeleteMessage). */
function remove(sqs: Sqs, queue: Queue, handle: string): undefined {
  const held = messageOfHandle(sqs, queue, handle);
  if (held && !held.stale) sqs.store.run("DELETE FROM sqs_messages WHERE id = ?", held.id);
}
