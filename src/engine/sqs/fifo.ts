// FIFO queues: what makes a queue one, and what their own parameters may be (Developer Guide, FIFO queues).
import { invalidParameter } from "./errors.ts";
import type { Queue } from "./queues.ts";

/** How long a deduplication id, and an id of a receive attempt, counts. */
export const DEDUPLICATION_MS = 300_000;

export const isFifo = ({ attributes }: Pick<Queue, "attributes">): boolean => attributes["FifoQueue"] === "true";

const TOKEN = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

export function checkToken(name: string, value: string): void {
  if (TOKEN.test(value)) return;
  throw invalidParameter(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

export const notForThisType = (name: string, value: unknown) =>
  invalidParameter(name, value, "The request include parameter that is not valid for this queue type.");

/** Twenty digits, as AWS shows them. */
export const sequenceText = (sequence: number): string => `1${String(sequence).padStart(19, "0")}`;
