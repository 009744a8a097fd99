// Random SQS sequences: queues and their attributes, messages sent, received, deleted, moved aside, batches.
import type { Command, Memory } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const BODIES = ["a", "b", "hello, world", "é 🏮", '{"json": true}', "<xml/>", "two\nlines"];
const ATTRIBUTES = {
  text: { DataType: "String", StringValue: "value" },
  "a.number": { DataType: "Number", StringValue: "12.5" },
  bytes: { DataType: "Binary", BinaryValue: Uint8Array.from([0, 1, 255]) },
  custom: { DataType: "String.custom", StringValue: "é" },
};

export function sqsSequence(dice: Dice, length: number): Command[] {
  const queues = dice.times(2, (index) => `queue-${index}`);
  const queue = () => (dice.chance(0.97) ? dice.pick(queues) : "missing");
  const step = (): Command =>
    dice.weighted<Command>([
      [1, () => createQueue(dice, dice.pick(queues))],
      [6, () => send(dice, queue())],
      [2, () => sendBatch(dice, queue())],
      [6, () => receive(dice, queue())],
      [3, () => withReceipt("DeleteMessage", queue(), {})],
      [2, () => withReceipt("ChangeMessageVisibility", queue(), { VisibilityTimeout: dice.pick([0, 600]) })],
      [2, () => attributes(queue())],
      [1, () => setAttributes(dice, queue())],
      [1, () => onQueue("TagQueue", queue(), { Tags: { owner: dice.pick(["a", "b"]), team: "x" } })],
      [1, () => onQueue("UntagQueue", queue(), { TagKeys: ["team", "never"] })],
      [1, () => onQueue("ListQueueTags", queue(), {})],
      [
        1,
        () => sqs("ListQueues", dice.chance(0.5) ? {} : { QueueNamePrefix: "queue-1" }, { unordered: ["QueueUrls"] }),
      ],
      [1, () => sqs("GetQueueUrl", { QueueName: queue() })],
      [0.3, () => onQueue("PurgeQueue", queue(), {})],
    ]);
  return [...queues.map((name) => createQueue(dice, name)), ...dice.times(length, step)];
}

const sqs = (operation: string, input: Command["input"], more: Partial<Command> = {}): Command => {
  return { service: "sqs", operation, input, ...more };
};

function onQueue(operation: string, name: string, rest: object, more: Partial<Command> = {}): Command {
  const input = (memory: Memory) => {
    return { QueueUrl: memory.get(`url ${name}`) ?? `${memory.get("endpoint")}/000000000000/${name}`, ...rest };
  };
  return sqs(operation, input, { shown: { queue: name, ...rest }, ...more });
}

function createQueue(dice: Dice, name: string): Command {
  const Attributes = dice.chance(0.5) ? {} : queueAttributes(dice);
  return sqs(
    "CreateQueue",
    { QueueName: name, Attributes },
    { remember: (answer, memory) => void memory.set(`url ${name}`, answer["QueueUrl"]) },
  );
}

function queueAttributes(dice: Dice): Record<string, string> {
  return Object.fromEntries(
    dice.some(
      [
        ["VisibilityTimeout", dice.pick(["0", "30", "600"])],
        ["MessageRetentionPeriod", dice.pick(["3600", "345600"])],
        ["ReceiveMessageWaitTimeSeconds", "0"],
        ["DelaySeconds", "0"],
        ["MaximumMessageSize", dice.pick(["1024", "262144"])],
      ] as [string, string][],
      2,
    ),
  );
}

/** A queue is not made its own dead-letter queue: AWS's pages do not say what that would mean. */
const setAttributes = (dice: Dice, name: string) =>
  onQueue("SetQueueAttributes", name, {
    Attributes:
      dice.chance(0.7) || name === "queue-1"
        ? queueAttributes(dice)
        : {
            RedrivePolicy: JSON.stringify({
              deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:queue-1",
              maxReceiveCount: "2",
            }),
          },
  });

const attributes = (name: string) =>
  onQueue("GetQueueAttributes", name, { AttributeNames: ["All"] }, { without: ["LastModifiedTimestamp"] });

const message = (dice: Dice) => ({
  MessageBody: dice.pick(BODIES),
  ...(dice.chance(0.4) ? { MessageAttributes: Object.fromEntries(dice.some(Object.entries(ATTRIBUTES))) } : {}),
});

const send = (dice: Dice, name: string) => onQueue("SendMessage", name, message(dice));

function sendBatch(dice: Dice, name: string): Command {
  const ids = dice.chance(0.9) ? ["one", "two", "three"] : ["one", "one"];
  const Entries = ids.slice(0, dice.between(1, 3)).map((Id) => ({ Id, ...message(dice) }));
  return onQueue("SendMessageBatch", name, { Entries });
}

/** A queue keeps no order, so what is compared are the messages that came, sorted; and one is kept for later. */
function receive(dice: Dice, name: string): Command {
  const rest = {
    MaxNumberOfMessages: 10,
    MessageAttributeNames: dice.pick([["All"], ["text"], []]),
    MessageSystemAttributeNames: dice.pick([["ApproximateReceiveCount"], []]),
    ...(dice.chance(0.5) ? { VisibilityTimeout: dice.pick([0, 600]) } : {}),
  };
  return onQueue("ReceiveMessage", name, rest, {
    unordered: ["Messages"],
    remember(answer, memory) {
      const messages = (answer["Messages"] ?? []) as { Body: string; ReceiptHandle: string }[];
      const [first] = messages.toSorted((a, b) => (a.Body < b.Body ? -1 : 1));
      if (first) memory.set(`receipt ${name}`, first.ReceiptHandle);
    },
  });
}

function withReceipt(operation: string, name: string, rest: object): Command {
  const { input, ...command } = onQueue(operation, name, rest);
  const full = (memory: Memory) => ({
    ...(typeof input === "function" ? input(memory) : input),
    ReceiptHandle: memory.get(`receipt ${name}`) ?? "no-handle",
  });
  return { ...command, input: full };
}
