// Receipt handles: which message, and which receive of it.
import { receiptHandleIsInvalid } from "./errors.ts";
import type { Queue } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

export const handleOf = (message: number, receipt: string) => Buffer.from(`${message}:${receipt}`).toString("base64");

export interface Held {
  readonly id: number;
  readonly visibleAt: number;
  readonly sentAt: number;
  /** The message was received again since: its older handles have lost their power. */
  readonly stale: boolean;
}

/** The message a handle speaks of; undefined once it is gone. A text that is no handle is refused. */
export function messageOfHandle(sqs: Sqs, queue: Queue, handle: string): Held | undefined {
  const [, id, receipt] = /^(\d{1,15}):([0-9a-f]{16,})$/.exec(Buffer.from(handle, "base64").toString()) ?? [];
  if (!id || !receipt) throw receiptHandleIsInvalid(handle);
  const row = sqs.store.get<{ id: number; visible_at: number; sent_at: number; receipt: string | null }>(
    "SELECT id, visible_at, sent_at, receipt FROM sqs_messages WHERE id = ? AND queue = ?",
    Number(id),
    queue.id,
  );
  return row && { id: row.id, visibleAt: row.visible_at, sentAt: row.sent_at, stale: row.receipt !== receipt };
}
