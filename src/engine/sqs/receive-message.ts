// ReceiveMessage: takes what is visible, waits for it if asked to, and moves aside what was received too often.
import type { Call } from "../service.ts";
import { invalidParameter } from "./errors.ts";
import { checkToken, isFifo, notForThisType } from "./fifo.ts";
import type { Taken } from "./message-row.ts";
import { numberAttribute } from "./queue-attributes.ts";
import { type Queue, queueAt } from "./queues.ts";
import { receivedBefore, rememberReceived } from "./receive-attempts.ts";
import { type Asked, shownMessage } from "./shown-message.ts";
import type { Sqs } from "./sqs.ts";
import { takeMessages } from "./take-messages.ts";

interface ReceiveMessageInput extends Asked {
  readonly QueueUrl: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly ReceiveRequestAttemptId?: string;
}

export const receiveMessage = (sqs: Sqs) => async (input: ReceiveMessageInput, call: Call) => {
  const first = queueAt(sqs, input.QueueUrl);
  checkBounds(input);
  checkAttempt(first, input.ReceiveRequestAttemptId);
  const waitSeconds = input.WaitTimeSeconds ?? numberAttribute(first, "ReceiveMessageWaitTimeSeconds");
  const until = sqs.clock.now() + waitSeconds * 1_000;
  // A caller that is gone must not take messages with it.
  while (!call.signal.aborted) {
    const queue = queueAt(sqs, input.QueueUrl);
    const visibilitySeconds = input.VisibilityTimeout ?? numberAttribute(queue, "VisibilityTimeout");
    const taken = take(sqs, queue, input, visibilitySeconds * 1_000);
    if (taken.length > 0) return { Messages: taken.map((message) => shownMessage(message, input)) };
    if (sqs.clock.now() >= until) break;
    await sqs.arrivals.wait(queue.id, sqs.clock, Math.min(until, nextVisibleAt(sqs, queue) ?? until), call.signal);
  }
  return {};
};

function take(sqs: Sqs, queue: Queue, input: ReceiveMessageInput, visibilityMs: number): readonly Taken[] {
  const { ReceiveRequestAttemptId: attempt, MaxNumberOfMessages: most = 1 } = input;
  if (attempt === undefined) return takeMessages(sqs, queue, most, visibilityMs);
  return sqs.store.transaction(() => {
    const before = receivedBefore(sqs, queue, attempt, visibilityMs);
    if (before) return before;
    const taken = takeMessages(sqs, queue, most, visibilityMs);
    if (taken.length > 0) rememberReceived(sqs, queue, attempt, taken);
    return taken;
  });
}

function checkAttempt(queue: Queue, attempt: string | undefined): void {
  if (attempt === undefined) return;
  if (!isFifo(queue)) throw notForThisType("ReceiveRequestAttemptId", attempt);
  checkToken("ReceiveRequestAttemptId", attempt);
}

function checkBounds(input: ReceiveMessageInput): void {
  check("MaxNumberOfMessages", input.MaxNumberOfMessages, 1, 10);
  check("VisibilityTimeout", input.VisibilityTimeout, 0, 43_200);
  check("WaitTimeSeconds", input.WaitTimeSeconds, 0, 20);
}

function check(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && !(value >= min && value <= max)) {
    throw invalidParameter(name, value, `Must be between ${min} and ${max}, if provided.`);
  }
}

/** Delayed and in-flight messages become visible by the clock alone: a long poll must wake for them. */
function nextVisibleAt(sqs: Sqs, queue: Queue): number | undefined {
  const row = sqs.store.get<{ at: number }>(
    "SELECT visible_at AS at FROM sqs_messages WHERE queue = ? AND visible_at > ? ORDER BY visible_at LIMIT 1",
    queue.id,
    sqs.clock.now(),
  );
  return row?.at;
}
