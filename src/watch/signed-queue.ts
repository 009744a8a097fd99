// A queue of dead letters, read by signed requests of SQS's JSON protocol (SQS Developer Guide, "AWS JSON protocol").
import type { JsonObject } from "../core/json.ts";
import type { RawMessage } from "../runs/dead-letters/letter.ts";
import type { LetterQueue } from "../runs/dead-letters/letter-queue.ts";
import type { PostDoors } from "../runtime/dynamo/signed-post.ts";
import { signedSqs } from "../runtime/dynamo/signed-sqs.ts";

/** SQS API: ten messages a receive, ten entries a batch. */
const BATCH = 10;

/** It only looks: a letter is never deleted here. A receive that waits asks all of SQS's servers (SQS guide, short and long
 * polling); whatever else stands at an endpoint of its own is one. */
export function signedQueue(doors: PostDoors, name: string): LetterQueue {
  const WaitTimeSeconds = doors.environment["AWS_ENDPOINT_URL"] ? 0 : 1;
  let address: Promise<string> | undefined;
  const call = (operation: string, input: JsonObject) => signedSqs(doors, operation, input);
  const url = () => {
    address ??= call("GetQueueUrl", { QueueName: name }).then((answer) => String(answer["QueueUrl"]));
    return address;
  };
  return {
    name,
    async receive(hiddenSeconds) {
      const answer = await call("ReceiveMessage", {
        QueueUrl: await url(),
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp"],
      });
      return ((answer["Messages"] ?? []) as readonly Message[]).map(rawMessage);
    },
    async countVisible() {
      const AttributeNames = ["ApproximateNumberOfMessages"];
      const answer = await call("GetQueueAttributes", { QueueUrl: await url(), AttributeNames });
      return Number((answer["Attributes"] as JsonObject | undefined)?.["ApproximateNumberOfMessages"] ?? 0);
    },
    async release(receipts) {
      for (let start = 0; start < receipts.length; start += BATCH) {
        const Entries = receipts.slice(start, start + BATCH).map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: 0,
        }));
        await call("ChangeMessageVisibilityBatch", { QueueUrl: await url(), Entries });
      }
    },
    delete: async () => {},
  };
}

interface Message {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly Attributes?: { readonly SentTimestamp?: string };
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

function rawMessage(message: Message): RawMessage {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { StringValue = "" }]) => [name, StringValue] as const,
  );
  return {
    id: message.MessageId ?? "",
    receipt: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: Object.fromEntries(attributes),
    sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
  };
}
