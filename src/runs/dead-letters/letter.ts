// A dead letter: an event that was given up on, with why, whichever of the two queues holds it.
import type { JsonObject } from "../../core/json.ts";

/** undelivered: the Scheduler could not hand it to the function; failed: the handler could not finish it. */
export const LETTER_QUEUES = ["undelivered", "failed"] as const;
export type LetterKind = (typeof LETTER_QUEUES)[number];

export interface Letter {
  /** SQS's message id. */
  readonly id: string;
  readonly queue: LetterKind;
  readonly job: string;
  readonly runId: string;
  readonly runKey: string;
  readonly dueAt: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Tries that were made to deliver it, or to run it. */
  readonly attempts: number;
  /** Epoch milliseconds at which it came into the queue. */
  readonly sentAt: number;
  readonly input: JsonObject;
  /** How often it had been redriven before it came here. */
  readonly generation: number;
  /** The event itself, as the function gets it. */
  readonly event: JsonObject;
  /** Of a run that has ended, and the word of it could not be written down: what is sent again is that, to the recorder. */
  readonly untold?: { readonly recorder: string; readonly record: JsonObject } | undefined;
}

/** A message as a queue holds it: SQS's text, string attributes, and times in epoch milliseconds. */
export interface RawMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
}
