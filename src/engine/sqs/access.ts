// What SQS's operations demand (Service Authorization Reference, Amazon SQS): a batch demands what its single call does.
import { demand, requestTags, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import { placeInUrl, queueArn } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

interface OfQueue {
  readonly QueueUrl: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

interface Named {
  readonly QueueName: string;
  readonly tags?: Readonly<Record<string, string>>;
}

interface Move {
  readonly SourceArn: string;
  readonly DestinationArn?: string;
}

const ON_QUEUE =
  "AddPermission RemovePermission " +
  "ChangeMessageVisibility DeleteMessage DeleteQueue GetQueueAttributes ListDeadLetterSourceQueues ListQueueTags PurgeQueue ReceiveMessage SendMessage SetQueueAttributes";
/** What moving messages needs at the source (Developer Guide, permissions for a dead-letter queue redrive). */
const AT_SOURCE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

export function sqsAccess(sqs: Pick<Sqs, "region" | "account" | "store">): Service["access"] {
  const arnOf = ({ QueueUrl }: OfQueue) => queueArn(sqs, placeInUrl(QueueUrl)?.name ?? "");
  const onQueue =
    (operation: string): AccessRule =>
    (input: OfQueue) =>
      demand(`sqs:${operation}`, arnOf(input));
  return {
    ...Object.fromEntries(ON_QUEUE.split(" ").map((name) => [name, onQueue(name)])),
    SendMessageBatch: onQueue("SendMessage"),
    DeleteMessageBatch: onQueue("DeleteMessage"),
    ChangeMessageVisibilityBatch: onQueue("ChangeMessageVisibility"),
    CreateQueue: ({ QueueName, tags = {} }: Named) =>
      withTags(demand("sqs:CreateQueue", queueArn(sqs, QueueName)), "sqs:TagQueue", tags),
    GetQueueUrl: ({ QueueName }: Named) => demand("sqs:GetQueueUrl", queueArn(sqs, QueueName)),
    ListQueues: () => demand("sqs:ListQueues", queueArn(sqs, "")),
    TagQueue: (input: OfQueue) => demand("sqs:TagQueue", arnOf(input), requestTags(input.Tags ?? {})),
    UntagQueue: (input: OfQueue) => demand("sqs:UntagQueue", arnOf(input), { "aws:tagkeys": input.TagKeys }),
    StartMessageMoveTask: ({ SourceArn, DestinationArn }: Move) => [
      ...["sqs:StartMessageMoveTask", ...AT_SOURCE].map((action) => demand(action, SourceArn)),
      ...(DestinationArn === undefined ? [] : [demand("sqs:SendMessage", DestinationArn)]),
    ],
    ListMessageMoveTasks: ({ SourceArn }: Move) => demand("sqs:ListMessageMoveTasks", SourceArn),
    CancelMessageMoveTask({ TaskHandle }: { TaskHandle: string }) {
      const sql = "SELECT source_arn AS arn FROM sqs_move_tasks WHERE handle = ?";
      const source = sqs.store.get<{ arn: string }>(sql, TaskHandle)?.arn ?? queueArn(sqs, "");
      return [demand("sqs:CancelMessageMoveTask", source), ...AT_SOURCE.map((action) => demand(action, source))];
    },
  };
}
