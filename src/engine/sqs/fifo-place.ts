// Where a message stands in a FIFO queue: its group, and what tells it apart from a repeated one.
import { createHash } from "node:crypto";
import { invalidParameterText, missingParameter } from "./errors.ts";
import { checkToken, isFifo, notForThisType } from "./fifo.ts";
import type { Queue } from "./queues.ts";

/** The parameters of a message that are about order and repetition. */
export interface Placed {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

export interface FifoPlace {
  readonly group: string;
  readonly deduplication: string;
}

/** Throws SQS's refusal; undefined for a queue that keeps no order. */
export function fifoPlaceOf(queue: Queue, letter: Placed): FifoPlace | undefined {
  const { MessageGroupId: group, MessageDeduplicationId: given } = letter;
  if (group !== undefined) checkToken("MessageGroupId", group);
  if (!isFifo(queue)) {
    if (given !== undefined) throw notForThisType("MessageDeduplicationId", given);
    return undefined;
  }
  if (group === undefined) throw missingParameter("MessageGroupId");
  // Only the whole queue can be delayed (API reference, SendMessage).
  if (letter.DelaySeconds) throw notForThisType("DelaySeconds", letter.DelaySeconds);
  if (given !== undefined) checkToken("MessageDeduplicationId", given);
  return { group, deduplication: given ?? contentOf(queue, letter) };
}

function contentOf({ attributes }: Queue, { MessageBody }: Placed): string {
  if (attributes["ContentBasedDeduplication"] === "true") {
    return createHash("sha256").update(MessageBody).digest("hex");
  }
  throw invalidParameterText(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
