// A queue of dead letters on SQS.
import type { Message } from "@aws-sdk/client-sqs";
import { LampError } from "../core/error.ts";
import type { RawMessage } from "../runs/dead-letters/letter.ts";
import type { LetterQueue } from "../runs/dead-letters/letter-queue.ts";
import type { Clients } from "./clients.ts";
import { unlessAbsent } from "./resources/adapter.ts";

/** SQS API: ten messages a receive, ten entries a batch. */
const BATCH = 10;
class LettersNotDeleted extends LampError {
  readonly code = "letters-not-deleted";

  constructor(queue: string, failed: readonly { readonly Code?: string | undefined }[]) {
    const codes = [...new Set(failed.map(({ Code }) => Code ?? "unknown"))].join(", ");
    super(`${failed.length} messages could not be deleted from ${queue} (${codes}). Run the command again.`);
  }
}

/** undefined when there is no such queue. `arn` is `arn:aws:sqs:REGION:ACCOUNT:NAME`. With `waitSeconds` a receive asks all
 * of SQS's servers, and an empty queue costs that long (SQS guide, short and long polling); the engine has but one. */
export async function openLetterQueue(
  clients: Clients,
  arn: string,
  waitSeconds: number,
): Promise<LetterQueue | undefined> {
  const [sqs, commands] = await Promise.all([clients.sqs(), import("@aws-sdk/client-sqs")]);
  const [, , , , account, name = ""] = arn.split(":");
  const found = await unlessAbsent(
    sqs.send(new commands.GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account })),
  );
  if (!found?.QueueUrl) return undefined;
  const { QueueUrl } = found;
  return {
    name,
    async receive(hiddenSeconds) {
      const { Messages = [] } = await sqs.send(
        new commands.ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: waitSeconds,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["SentTimestamp"],
        }),
      );
      return Messages.map(rawMessage);
    },
    async countVisible() {
      const AttributeNames = ["ApproximateNumberOfMessages" as const];
      const { Attributes } = await sqs.send(new commands.GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
    async release(receipts) {
      for (const batch of batchesOf(receipts)) {
        const Entries = batch.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: 0,
        }));
        await sqs.send(new commands.ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
    async delete(receipts) {
      for (const batch of batchesOf(receipts)) {
        const Entries = batch.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
        const { Failed = [] } = await sqs.send(new commands.DeleteMessageBatchCommand({ QueueUrl, Entries }));
        if (Failed.length > 0) throw new LettersNotDeleted(name, Failed);
      }
    },
  };
}

function rawMessage(message: Message): RawMessage {
  const attributes = Object.entries(message.MessageAttributes ?? {}).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  return {
    id: message.MessageId ?? "",
    receipt: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: Object.fromEntries(attributes),
    sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
  };
}

function* batchesOf(receipts: readonly string[]): Iterable<readonly string[]> {
  for (let start = 0; start < receipts.length; start += BATCH) yield receipts.slice(start, start + BATCH);
}
