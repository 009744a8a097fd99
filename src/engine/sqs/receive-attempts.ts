// A receive whose answer was lost, asked for again by its attempt's id: the same messages under the same handles
// (API reference, ReceiveMessage, ReceiveRequestAttemptId).
import { DEDUPLICATION_MS } from "./fifo.ts";
import { COLUMNS, type MessageRow, type Taken } from "./message-row.ts";
import type { Queue } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

type Known = readonly { readonly id: number; readonly receipt: string; readonly visibleAt: number }[];

/** Undefined when nothing was received under the id in five minutes, or a message was touched or became visible since. */
export function receivedBefore(
  sqs: Sqs,
  queue: Queue,
  attempt: string,
  visibilityMs: number,
): readonly Taken[] | undefined {
  const { store } = sqs;
  const now = sqs.clock.now();
  return store.transaction(() => {
    const expired = now - DEDUPLICATION_MS;
    store.run("DELETE FROM sqs_receive_attempts WHERE queue = ? AND at <= ?", queue.id, expired);
    const sql = "SELECT messages FROM sqs_receive_attempts WHERE queue = ? AND attempt = ?";
    const row = store.get<{ messages: string }>(sql, queue.id, attempt);
    if (!row) return undefined;
    const taken = (JSON.parse(row.messages) as Known).map((known) => {
      const found = store.get<MessageRow>(
        `SELECT ${COLUMNS} FROM sqs_messages m WHERE queue = ? AND id = ? AND receipt = ? AND visible_at = ? AND visible_at > ?`,
        ...[queue.id, known.id, known.receipt, known.visibleAt, now],
      );
      return found && { ...found, receipt: known.receipt, visible_at: now + visibilityMs };
    });
    if (!taken.every((one) => one !== undefined)) return undefined;
    // To ask again within the time gives all of it again.
    for (const { id, visible_at } of taken) {
      store.run("UPDATE sqs_messages SET visible_at = ? WHERE id = ?", visible_at, id);
    }
    rememberReceived(sqs, queue, attempt, taken);
    return taken;
  });
}

export function rememberReceived(sqs: Sqs, queue: Queue, attempt: string, taken: readonly Taken[]): void {
  const messages: Known = taken.map(({ id, receipt, visible_at }) => ({ id, receipt, visibleAt: visible_at }));
  sqs.store.run(
    "INSERT OR REPLACE INTO sqs_receive_attempts (queue, attempt, messages, at) VALUES (?, ?, ?, ?)",
    ...[queue.id, attempt, JSON.stringify(messages), sqs.clock.now()],
  );
}
