// CreateQueue and DeleteQueue.
import { type Call, ServiceError } from "../service.ts";
import { invalidParameter, invalidParameterText } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import { checkAttributes, checkThroughput, DEFAULT_ATTRIBUTES, FIFO_DEFAULTS } from "./queue-attributes.ts";
import { checkTags } from "./queue-tags.ts";
import { queueArn, queueAt, queueNamed, queueOfArn, queueUrl } from "./queues.ts";
import { allowsSource, readRedrivePolicy } from "./redrive-policy.ts";
import type { Sqs } from "./sqs.ts";

interface CreateQueueInput {
  readonly QueueName: string;
  readonly Attributes?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

export const createQueue = (sqs: Sqs) => (input: CreateQueueInput, call: Call) => {
  const fifo = isFifo({ attributes: input.Attributes ?? {} });
  const name = checkName(input.QueueName, fifo);
  const attributes = checkAttributes(input.Attributes ?? {}, fifo);
  checkThroughput(attributes);
  const tags = checkTags({}, input.tags ?? {});
  sqs.store.transaction(() => {
    const existing = queueNamed(sqs, name);
    if (existing) return refuseDifferent(attributes, existing.attributes);
    checkDeadLetterTarget(sqs, name, attributes);
    // Kept to the second, as AWS shows them.
    const now = Math.floor(sqs.clock.now() / 1_000) * 1_000;
    sqs.store.run(
      "INSERT INTO sqs_queues (name, attributes, tags, created_at, modified_at) VALUES (?, ?, ?, ?, ?)",
      name,
      JSON.stringify(attributes),
      JSON.stringify(tags),
      now,
      now,
    );
  });
  return { QueueUrl: queueUrl(call.origin, sqs, name) };
};

export const deleteQueue = (sqs: Sqs) => (input: { readonly QueueUrl: string }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  sqs.store.transaction(() => {
    for (const table of ["sqs_messages", "sqs_deduplications", "sqs_receive_attempts"]) {
      sqs.store.run(`DELETE FROM ${table} WHERE queue = ?`, queue.id);
    }
    sqs.store.run("DELETE FROM sqs_queues WHERE id = ?", queue.id);
  });
  sqs.arrivals.announce(queue.id);
};

export function checkDeadLetterTarget(sqs: Sqs, name: string, attributes: Readonly<Record<string, string>>): void {
  const text = attributes["RedrivePolicy"];
  if (!text) return;
  const target = queueOfArn(sqs, readRedrivePolicy(text).deadLetterTargetArn);
  if (!target) throw invalidParameter("RedrivePolicy", text, "Dead letter target does not exist.");
  if (isFifo(target) !== isFifo({ attributes })) {
    throw invalidParameter("RedrivePolicy", text, "Dead-letter queue must be same type of queue as the source.");
  }
  if (!allowsSource(target, queueArn(sqs, name))) {
    throw invalidParameter("RedrivePolicy", text, "The dead letter target's RedriveAllowPolicy does not allow it.");
  }
}

function checkName(name: string, fifo: boolean): string {
  if (fifo) {
    if (/^[A-Za-z0-9_-]{1,75}\.fifo$/.test(name)) return name;
    throw invalidParameterText(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return name;
  throw invalidParameterText("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

/** Creating again is fine as long as what is asked for is what is there; attributes left out are not compared. */
function refuseDifferent(wanted: Readonly<Record<string, string>>, existing: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(wanted)) {
    if ((existing[name] ?? DEFAULT_ATTRIBUTES[name] ?? FIFO_DEFAULTS[name] ?? "") === value) continue;
    throw new ServiceError(
      "QueueNameExists",
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
}
