// Which messages of a FIFO queue may be received: those of groups of which nothing is on its way, each group in its order.

import { COLUMNS, type MessageRow, type Taken } from "./message-row.ts";
import type { Queue } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

/** Visible, not among what this receive has taken already, and with nothing of its group in flight or delayed before it. */
const FREE = `m.queue = ?1 AND m.visible_at <= ?2 AND m.id NOT IN (SELECT value FROM json_each(?3)) AND NOT EXISTS (
  SELECT 1 FROM sqs_messages b WHERE b.queue = ?1 AND b.message_group = m.message_group AND b.visible_at > ?2
    AND (b.receipt IS NOT NULL OR b.sequence < m.sequence) AND b.id NOT IN (SELECT value FROM json_each(?3)))`;

/** As many as possible of one group before the next (Developer Guide, FIFO delivery logic). */
export function visibleInOrder(
  { store }: Sqs,
  queue: Queue,
  now: number,
  most: number,
  taken: readonly Taken[],
): MessageRow[] {
  const own = JSON.stringify(taken.map(({ id }) => id));
  const groups = store.all<{ name: string }>(
    `SELECT m.message_group AS name FROM sqs_messages m WHERE ${FREE}
     GROUP BY m.message_group ORDER BY min(m.sequence) LIMIT ?4`,
    ...[queue.id, now, own, most],
  );
  const rows: MessageRow[] = [];
  for (const { name } of groups) {
    if (rows.length >= most) break;
    const sql = `SELECT ${COLUMNS} FROM sqs_messages m WHERE ${FREE} AND m.message_group = ?4 ORDER BY m.sequence LIMIT ?5`;
    rows.push(...store.all<MessageRow>(sql, queue.id, now, own, name, most - rows.length));
  }
  return rows;
}
