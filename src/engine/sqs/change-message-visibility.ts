// ChangeMessageVisibility and its batch: a receiver asks for more time, or gives the message back.
import { ServiceError } from "../service.ts";
import { checkBatch, runBatch } from "./batch.ts";
import { invalidParameter } from "./errors.ts";
import { type Queue, queueAt } from "./queues.ts";
import { messageOfHandle } from "./receipt.ts";
import type { Sqs } from "./sqs.ts";

interface Change {
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout?: number;
}

interface ChangeMessageVisibilityBatchInput {
  readonly QueueUrl: string;
  readonly Entries: readonly (Change & { readonly Id: string })[];
}

export const changeMessageVisibility = (sqs: Sqs) => (input: Change & { readonly QueueUrl: string }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  change(sqs, queue, input);
  sqs.arrivals.announce(queue.id);
};

export const changeMessageVisibilityBatch = (sqs: Sqs) => (input: ChangeMessageVisibilityBatchInput) => {
  const queue = queueAt(sqs, input.QueueUrl);
  checkBatch(input.Entries);
  const result = runBatch(sqs, input.Entries, (entry) => change(sqs, queue, entry));
  sqs.arrivals.announce(queue.id);
  return result;
};

function change(sqs: Sqs, queue: Queue, { ReceiptHandle, VisibilityTimeout = 0 }: Change): undefined {
  if (VisibilityTimeout < 0 || VisibilityTimeout > 43_200) {
    throw invalidParameter("VisibilityTimeout", VisibilityTimeout, "VisibilityTimeout must be between 0 and 43200.");
  }
  const now = sqs.clock.now();
  const held = messageOfHandle(sqs, queue, ReceiptHandle);
  if (!held) {
    const reason = "Message does not exist or is not available for visibility timeout change.";
    throw invalidParameter("ReceiptHandle", ReceiptHandle, reason);
  }
  if (held.stale || held.visibleAt <= now) {
    throw new ServiceError("MessageNotInflight", "The message referred to isn't in flight.");
  }
  sqs.store.run("UPDATE sqs_messages SET visible_at = ? WHERE id = ?", now + VisibilityTimeout * 1_000, held.id);
}
