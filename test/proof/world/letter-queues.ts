// The dead letters' queues as the redrive is given them, over the played network.
import type { RawMessage } from "../../../src/runs/dead-letters/letter.ts";
import type { LetterQueue } from "../../../src/runs/dead-letters/letter-queue.ts";
import type { Caller } from "./caller.ts";
import { QUEUES } from "./deploy.ts";
import type { Letter } from "./evidence.ts";
import type { Network } from "./network.ts";
import { PLACE, type Services } from "./services.ts";

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: { readonly SentTimestamp?: string };
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

const urlOf = (name: string) => `http://127.0.0.1/${PLACE.account}/${name}`;

export function letterQueues(services: Services, network: Network, caller: Caller): readonly LetterQueue[] {
  return Object.values(QUEUES).map((name): LetterQueue => {
    const QueueUrl = urlOf(name);
    const call = (operation: string, input: object) =>
      network.call(caller, () => services.call("sqs", operation, { QueueUrl, ...input }));
    return {
      name,
      async receive(hiddenSeconds) {
        const answer = await call("ReceiveMessage", {
          ...{ MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds },
          ...{ MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["SentTimestamp"] },
        });
        return ((answer["Messages"] ?? []) as readonly Message[]).map(rawMessage);
      },
      async countVisible() {
        const answer = await call("GetQueueAttributes", { AttributeNames: ["ApproximateNumberOfMessages"] });
        const { ApproximateNumberOfMessages: count = "0" } = (answer["Attributes"] ?? {}) as Record<string, string>;
        return Number(count);
      },
      async release(receipts) {
        for (const ReceiptHandle of receipts) {
          await call("ChangeMessageVisibility", { ReceiptHandle, VisibilityTimeout: 0 });
        }
      },
      async delete(receipts) {
        for (const ReceiptHandle of receipts) await call("DeleteMessage", { ReceiptHandle });
      },
    };
  });
}

function rawMessage({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }: Message): RawMessage {
  const attributes = Object.entries(MessageAttributes ?? {}).map(([name, { StringValue = "" }]) => [name, StringValue]);
  return {
    ...{ id: MessageId, receipt: ReceiptHandle, body: Body, attributes: Object.fromEntries(attributes) },
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
  };
}

/** What is left in the queues, read as plainly as can be. */
export async function lettersLeft(services: Services): Promise<readonly Letter[]> {
  const found: Letter[] = [];
  for (const [queue, name] of Object.entries(QUEUES)) {
    for (;;) {
      const input = { QueueUrl: urlOf(name), MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 };
      const { Messages = [] } = (await services.call("sqs", "ReceiveMessage", input)) as { Messages?: Message[] };
      if (Messages.length === 0) break;
      for (const { Body } of Messages) {
        const body = JSON.parse(Body) as { requestPayload?: Named } & Named;
        const { job, due, runId } = queue === "failed" ? (body.requestPayload ?? body) : body;
        found.push({ queue: queue as Letter["queue"], job, runId: runId ?? `${job}.${due.replaceAll(/[-:]/g, "")}` });
      }
    }
  }
  return found;
}

interface Named {
  readonly job: string;
  readonly due: string;
  readonly runId?: string;
}
