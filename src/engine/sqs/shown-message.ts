// A message as its receiver sees it: only the attributes that were asked for.
import { md5, md5OfAttributes } from "./digest.ts";
import { sequenceText } from "./fifo.ts";
import { readMessageAttributes, selectAttributes } from "./message-attributes.ts";
import type { Taken } from "./message-row.ts";
import { handleOf } from "./receipt.ts";

export interface Asked {
  /** The older name for MessageSystemAttributeNames. */
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

export function shownMessage(message: Taken, asked: Asked) {
  const system = systemAttributes(message, [
    ...(asked.AttributeNames ?? []),
    ...(asked.MessageSystemAttributeNames ?? []),
  ]);
  const attributes = selectAttributes(readMessageAttributes(message.attributes), asked.MessageAttributeNames ?? []);
  return {
    MessageId: message.message_id,
    ReceiptHandle: handleOf(message.id, message.receipt),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(Object.keys(attributes).length > 0
      ? { MD5OfMessageAttributes: md5OfAttributes(attributes), MessageAttributes: attributes }
      : {}),
  };
}

function systemAttributes(message: Taken, names: readonly string[]): Record<string, string> {
  const all = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent_at),
    ApproximateReceiveCount: String(message.receive_count),
    ApproximateFirstReceiveTimestamp: String(message.first_received_at),
    AWSTraceHeader: message.trace_header,
    DeadLetterQueueSourceArn: message.dead_letter_source,
    MessageGroupId: message.message_group,
    MessageDeduplicationId: message.deduplication,
    SequenceNumber: message.sequence === null ? null : sequenceText(message.sequence),
  };
  const wanted = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== null && (names.includes("All") || names.includes(entry[0])),
  );
  return Object.fromEntries(wanted);
}
