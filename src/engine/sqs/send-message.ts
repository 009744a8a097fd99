// SendMessage and SendMessageBatch: a message is in the store before its sender hears of it.
import { type Call, ServiceError } from "../service.ts";
import { checkBatch, runBatch } from "./batch.ts";
import { nextSequence, rememberSent, type Sent, sentBefore } from "./deduplication.ts";
import { md5, md5OfAttributes } from "./digest.ts";
import { invalidParameter, invalidParameterText, missingParameter } from "./errors.ts";
import { sequenceText } from "./fifo.ts";
import { type FifoPlace, fifoPlaceOf, type Placed } from "./fifo-place.ts";
import {
  checkMessageAttributes,
  type MessageAttributes,
  sizeOfAttributes,
  writeMessageAttributes,
} from "./message-attributes.ts";
import { numberAttribute } from "./queue-attributes.ts";
import { type Queue, queueAt } from "./queues.ts";
import { dropExpired } from "./retention.ts";
import type { Sqs } from "./sqs.ts";

export interface Letter extends Placed {
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
}

/** The whole batch may hold no more than one message may (API Reference, SendMessageBatch). */
const MOST_BYTES_IN_BATCH = 1_048_576;

/** What is outside is refused with InvalidMessageContents (API Reference, SendMessage). */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export const sendMessage = (sqs: Sqs) => (input: Letter & { readonly QueueUrl: string }, call: Call) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const receipt = sqs.store.transaction(() => enqueue(sqs, queue, input, senderOf(call)));
  sqs.arrivals.announce(queue.id);
  return receipt;
};

interface SendMessageBatchInput {
  readonly QueueUrl: string;
  readonly Entries: readonly (Letter & { readonly Id: string })[];
}

export const sendMessageBatch = (sqs: Sqs) => (input: SendMessageBatchInput, call: Call) => {
  const queue = queueAt(sqs, input.QueueUrl);
  checkBatch(input.Entries);
  const bytes = input.Entries.reduce((sum, letter) => sum + sizeOf(letter), 0);
  if (bytes > MOST_BYTES_IN_BATCH) {
    const limit = `Batch requests cannot be longer than ${MOST_BYTES_IN_BATCH} bytes. You have sent ${bytes} bytes.`;
    throw new ServiceError("BatchRequestTooLong", limit);
  }
  const result = runBatch(sqs, input.Entries, (letter) => enqueue(sqs, queue, letter, senderOf(call)));
  sqs.arrivals.announce(queue.id);
  return result;
};

/** Checks and stores one message; the caller wakes those who wait once it is committed. */
export function enqueue(sqs: Sqs, queue: Queue, letter: Letter, sender: string) {
  dropExpired(sqs, queue, sqs.clock.now());
  const attributes = letter.MessageAttributes ?? {};
  const systemAttributes = letter.MessageSystemAttributes ?? {};
  const { messageId, sequence } = storeMessage(sqs, queue, letter, sender);
  return {
    MessageId: messageId,
    SequenceNumber: sequence === undefined ? undefined : sequenceText(sequence),
    MD5OfMessageBody: md5(letter.MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(systemAttributes),
  };
}

/** The same without a receipt, for a queue whose expired messages were dropped already. */
export function storeMessage(sqs: Sqs, queue: Queue, letter: Letter, sender: string): Sent {
  checkLetter(queue, letter);
  const place = fifoPlaceOf(queue, letter);
  const now = sqs.clock.now();
  if (!place) return insert(sqs, queue, letter, sender, undefined);
  const before = sentBefore(sqs, queue, place, now);
  if (before) return before;
  const sent = insert(sqs, queue, letter, sender, place);
  rememberSent(sqs, queue, place, sent, now);
  return sent;
}

function insert(sqs: Sqs, queue: Queue, letter: Letter, sender: string, place: FifoPlace | undefined): Sent {
  const now = sqs.clock.now();
  const messageId = sqs.random.uuid();
  const sequence = place && nextSequence(sqs);
  const own = place ? undefined : letter.DelaySeconds;
  const delaySeconds = own ?? numberAttribute(queue, "DelaySeconds");
  sqs.store.run(
    `INSERT INTO sqs_messages (queue, message_id, body, attributes, trace_header, sender, sent_at, visible_at,
       message_group, deduplication, sequence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    queue.id,
    messageId,
    letter.MessageBody,
    writeMessageAttributes(letter.MessageAttributes ?? {}),
    letter.MessageSystemAttributes?.["AWSTraceHeader"]?.StringValue ?? null,
    sender,
    now,
    now + delaySeconds * 1_000,
    letter.MessageGroupId ?? null,
    place?.deduplication ?? null,
    sequence ?? null,
  );
  return { messageId, sequence };
}

function checkLetter(queue: Queue, letter: Letter): void {
  if (!letter.MessageBody) throw missingParameter("MessageBody");
  if (FORBIDDEN.test(letter.MessageBody)) {
    throw new ServiceError("InvalidMessageContents", "Invalid characters found in the message body.");
  }
  const delay = letter.DelaySeconds ?? 0;
  if (delay < 0 || delay > 900) throw invalidParameter("DelaySeconds", delay, "DelaySeconds must be >= 0 and <= 900.");
  checkMessageAttributes(letter.MessageAttributes ?? {});
  for (const [name, { DataType, StringValue }] of Object.entries(letter.MessageSystemAttributes ?? {})) {
    if (name === "AWSTraceHeader" && DataType === "String" && StringValue) continue;
    throw invalidParameterText("The only system attribute of a message is AWSTraceHeader, a non-empty String.");
  }
  const most = numberAttribute(queue, "MaximumMessageSize");
  if (sizeOf(letter) > most) {
    throw invalidParameterText(
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
}

const sizeOf = (letter: Letter) =>
  Buffer.byteLength(letter.MessageBody ?? "") + sizeOfAttributes(letter.MessageAttributes ?? {});

/** On AWS the id of the calling principal; the engine's principals are their access keys. */
const senderOf = (call: Call) => call.accessKeyId ?? call.account;
