// Lays Lambda's record of an event that failed for good into the queue of dead letters, as Lambda itself would.
import type { JsonObject } from "../core/json.ts";
import type { PostDoors } from "../runtime/dynamo/signed-post.ts";
import { signedSqs } from "../runtime/dynamo/signed-sqs.ts";

/** SQS quotas, message size: a megabyte with its attributes. */
const LONGEST_BYTES = 1_000_000;

/** The event is kept whole, for it is what a redrive sends; the answer goes where both are too much. */
export async function sendLetter(doors: PostDoors, queueName: string, record: JsonObject): Promise<void> {
  const whole = JSON.stringify(record);
  const isWhole = Buffer.byteLength(whole) <= LONGEST_BYTES;
  const MessageBody = isWhole ? whole : JSON.stringify({ ...record, responsePayload: cut(record["responsePayload"]) });
  const { QueueUrl = "" } = await signedSqs(doors, "GetQueueUrl", { QueueName: queueName });
  await signedSqs(doors, "SendMessage", { QueueUrl: String(QueueUrl), MessageBody });
}

function cut(answer: unknown): JsonObject {
  const { errorType, errorMessage } = (answer ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  const short = (value: unknown) => (typeof value === "string" ? value.slice(0, 4_000) : null);
  return { errorType: short(errorType), errorMessage: short(errorMessage) };
}
