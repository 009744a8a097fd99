// Taking visible messages out of sight, in one commit; the ones received too often go to the dead-letter queue.
import { nextSequence } from "./deduplication.ts";
import { isFifo } from "./fifo.ts";
import { COLUMNS, type MessageRow, type Taken } from "./message-row.ts";
import { type Queue, queueArn, queueOfArn } from "./queues.ts";
import { redrivePolicyOf } from "./redrive-policy.ts";
import { dropExpired } from "./retention.ts";
import type { Sqs } from "./sqs.ts";
import { visibleInOrder } from "./take-in-order.ts";

export function takeMessages(sqs: Sqs, queue: Queue, most: number, visibilityMs: number): Taken[] {
  const now = sqs.clock.now();
  if (!visible(sqs, queue, now, 1).length) return [];
  const inOrder = isFifo(queue);
  const deadLetters = deadLetterQueue(sqs, queue);
  let moved = false;
  const taken = sqs.store.transaction(() => {
    dropExpired(sqs, queue, now);
    const found: Taken[] = [];
    while (found.length < most) {
      const wanted = most - found.length;
      const rows = inOrder
        ? visibleInOrder(sqs, queue, now, wanted, found)
        : visible(sqs, queue, now, wanted).filter((row) => !found.some((have) => have.id === row.id));
      for (const row of rows) {
        if (deadLetters && row.receive_count >= deadLetters.after) {
          moveAside(sqs, row.id, deadLetters.queue, queueArn(sqs, queue.name), now);
          moved = true;
        } else {
          found.push(take(sqs, row, now, visibilityMs));
        }
      }
      if (rows.length < wanted) break;
    }
    return found;
  });
  if (moved && deadLetters) sqs.arrivals.announce(deadLetters.queue.id);
  return taken;
}

function visible(sqs: Sqs, queue: Queue, now: number, most: number): MessageRow[] {
  return sqs.store.all<MessageRow>(
    `SELECT ${COLUMNS} FROM sqs_messages m WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?`,
    queue.id,
    now,
    most,
  );
}

function take(sqs: Sqs, row: MessageRow, now: number, visibilityMs: number): Taken {
  const receipt = sqs.random.hex(16);
  const visible_at = now + visibilityMs;
  const received = { receive_count: row.receive_count + 1, first_received_at: row.first_received_at ?? now, receipt };
  sqs.store.run(
    "UPDATE sqs_messages SET visible_at = ?, receive_count = ?, first_received_at = ?, receipt = ? WHERE id = ?",
    visible_at,
    received.receive_count,
    received.first_received_at,
    receipt,
    row.id,
  );
  return { ...row, ...received, visible_at };
}

/** A policy whose dead-letter queue was deleted since moves nothing: the messages stay where they are. */
function deadLetterQueue(sqs: Sqs, queue: Queue): { queue: Queue; after: number } | undefined {
  const policy = redrivePolicyOf(queue);
  const target = policy && queueOfArn(sqs, policy.deadLetterTargetArn);
  return target && target.id !== queue.id ? { queue: target, after: policy.maxReceiveCount } : undefined;
}

/** The message keeps its id and the time it was sent, and is received there anew (Developer Guide, dead-letter queues). */
function moveAside(sqs: Sqs, message: number, target: Queue, sourceArn: string, now: number): void {
  sqs.store.run(
    "UPDATE sqs_messages SET queue = ?, visible_at = ?, receipt = NULL, dead_letter_source = ?, sequence = ? WHERE id = ?",
    target.id,
    now,
    sourceArn,
    isFifo(target) ? nextSequence(sqs) : null,
    message,
  );
}
