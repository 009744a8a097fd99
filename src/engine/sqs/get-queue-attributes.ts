// GetQueueAttributes, SetQueueAttributes and GetQueueUrl.
import { type Call, ServiceError } from "../service.ts";
import { checkDeadLetterTarget } from "./create-queue.ts";
import { queueDoesNotExist, unknownAttribute } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import { checkAttributes, checkThroughput, DEFAULT_ATTRIBUTES, FIFO_DEFAULTS } from "./queue-attributes.ts";
import { type Queue, queueArn, queueAt, queueNamed, queueUrl } from "./queues.ts";
import { dropExpired } from "./retention.ts";
import type { Sqs } from "./sqs.ts";

interface GetQueueAttributesInput {
  readonly QueueUrl: string;
  readonly AttributeNames?: readonly string[];
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

/** Known, but shown only on queues where they were set. */
const OPTIONAL = [
  ...["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"],
  ...["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"],
];

export const getQueueUrl =
  (sqs: Sqs) => (input: { readonly QueueName: string; readonly QueueOwnerAWSAccountId?: string }, call: Call) => {
    const mine = (input.QueueOwnerAWSAccountId ?? sqs.account) === sqs.account;
    if (!mine || !queueNamed(sqs, input.QueueName)) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(call.origin, sqs, input.QueueName) };
  };

export const getQueueAttributes = (sqs: Sqs) => (input: GetQueueAttributesInput) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const names = new Set(input.AttributeNames ?? []);
  const known = allAttributes(sqs, queue, names.has("All") || COUNTS.some((name) => names.has(name)));
  for (const name of names) {
    if (name !== "All" && !(name in known) && !OPTIONAL.includes(name)) throw unknownAttribute(name);
  }
  const wanted = Object.entries(known).filter(([name]) => names.has("All") || names.has(name));
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
};

export const setQueueAttributes =
  (sqs: Sqs) => (input: { readonly QueueUrl: string; readonly Attributes: Record<string, string> }) => {
    const queue = queueAt(sqs, input.QueueUrl);
    if (input.Attributes["FifoQueue"] !== undefined) {
      throw new ServiceError(
        "InvalidAttributeName",
        "The attribute FifoQueue can be set only when a queue is created.",
      );
    }
    const attributes = { ...queue.attributes, ...checkAttributes(input.Attributes, isFifo(queue)) };
    checkThroughput(attributes);
    checkDeadLetterTarget(sqs, queue.name, attributes);
    sqs.store.run(
      "UPDATE sqs_queues SET attributes = ?, modified_at = ? WHERE id = ?",
      JSON.stringify(attributes),
      Math.floor(sqs.clock.now() / 1_000) * 1_000,
      queue.id,
    );
  };

function allAttributes(sqs: Sqs, queue: Queue, counted: boolean): Record<string, string> {
  const set = Object.entries(queue.attributes).filter(([, value]) => value !== "");
  return {
    QueueArn: queueArn(sqs, queue.name),
    ...(counted ? countMessages(sqs, queue) : {}),
    CreatedTimestamp: String(queue.createdAt / 1_000),
    LastModifiedTimestamp: String(queue.modifiedAt / 1_000),
    ...DEFAULT_ATTRIBUTES,
    ...(isFifo(queue) ? FIFO_DEFAULTS : {}),
    ...Object.fromEntries(set),
  };
}

function countMessages(sqs: Sqs, queue: Queue): Record<string, string> {
  const now = sqs.clock.now();
  dropExpired(sqs, queue, now);
  const counts = sqs.store.get<{ visible: number; flying: number; delayed: number }>(
    `SELECT COUNT(*) FILTER (WHERE visible_at <= ?1) AS visible,
      COUNT(*) FILTER (WHERE visible_at > ?1 AND receipt IS NOT NULL) AS flying,
      COUNT(*) FILTER (WHERE visible_at > ?1 AND receipt IS NULL) AS delayed
    FROM sqs_messages WHERE queue = ?2`,
    now,
    queue.id,
  );
  return {
    ApproximateNumberOfMessages: String(counts?.visible ?? 0),
    ApproximateNumberOfMessagesNotVisible: String(counts?.flying ?? 0),
    ApproximateNumberOfMessagesDelayed: String(counts?.delayed ?? 0),
  };
}
