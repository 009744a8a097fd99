// SQS: standard queues, which dead letters wait in, and FIFO queues.
import { Remembered } from "../remembered.ts";
import { type EngineContext, type Operation, type Service, ServiceError } from "../service.ts";
import { sqsAccess } from "./access.ts";
import { Arrivals } from "./arrivals.ts";
import { changeMessageVisibility, changeMessageVisibilityBatch } from "./change-message-visibility.ts";
import { createQueue, deleteQueue } from "./create-queue.ts";
import { deleteMessage, deleteMessageBatch } from "./delete-message.ts";
import { getQueueAttributes, getQueueUrl, setQueueAttributes } from "./get-queue-attributes.ts";
import { listDeadLetterSourceQueues, listQueues } from "./list-queues.ts";
import type { MessageAttributes } from "./message-attributes.ts";
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from "./message-move-tasks.ts";
import { MoveRunner } from "./move-runner.ts";
import { addPermission, removePermission } from "./permissions.ts";
import { purgeQueue } from "./purge-queue.ts";
import { listQueueTags, tagQueue, untagQueue } from "./queue-tags.ts";
import { type Queue, queueOfArn, queuePolicyOf } from "./queues.ts";
import { receiveMessage } from "./receive-message.ts";
import { dropExpired } from "./retention.ts";
import { SQS_SCHEMA } from "./schema.ts";
import { sendMessage, sendMessageBatch, storeMessage } from "./send-message.ts";
import type { Sqs } from "./sqs.ts";

export interface SqsService {
  readonly service: Service;
  /** What another service of the engine sends: a dead letter, a destination record. Throws ServiceError. */
  send(queueArn: string, body: string, attributes: MessageAttributes, messageGroup?: string): void;
  /** `work` sends much, in one transaction: each queue is looked up once. */
  together<Result>(work: () => Result): Result;
  stop(): void;
}

export function createSqsService(context: EngineContext): SqsService {
  const { store, clock, random, account, region } = context;
  store.define(SQS_SCHEMA);
  const sqs: Sqs = { store, clock, random, account, region, arrivals: new Arrivals() };
  const runner = new MoveRunner(sqs);
  const queues = new Remembered<Queue | null>();
  const queueToSend = (arn: string) => {
    const queue = queueOfArn(sqs, arn);
    if (queue) dropExpired(sqs, queue, clock.now());
    return queue ?? null;
  };
  return {
    service: {
      name: "sqs",
      operations: operationsOf(sqs, runner),
      access: sqsAccess(sqs),
      policyOf: (arn) => queuePolicyOf(sqs, arn),
    },
    send(queueArn, body, attributes, messageGroup) {
      const queue = store.transaction(() => {
        const found = queues.answer(queueArn, () => queueToSend(queueArn));
        if (!found) throw new ServiceError("QueueDoesNotExist", `The specified queue does not exist: ${queueArn}.`);
        const group = messageGroup === undefined ? {} : { MessageGroupId: messageGroup };
        storeMessage(sqs, found, { MessageBody: body, MessageAttributes: attributes, ...group }, account);
        return found;
      });
      sqs.arrivals.announce(queue.id);
    },
    together: (work) => queues.during(work),
    stop: () => runner.stop(),
  };
}

function operationsOf(sqs: Sqs, runner: MoveRunner): Record<string, Operation> {
  return {
    CreateQueue: createQueue(sqs),
    DeleteQueue: deleteQueue(sqs),
    GetQueueUrl: getQueueUrl(sqs),
    GetQueueAttributes: getQueueAttributes(sqs),
    SetQueueAttributes: setQueueAttributes(sqs),
    ListQueues: listQueues(sqs),
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues(sqs),
    SendMessage: sendMessage(sqs),
    SendMessageBatch: sendMessageBatch(sqs),
    ReceiveMessage: receiveMessage(sqs),
    DeleteMessage: deleteMessage(sqs),
    DeleteMessageBatch: deleteMessageBatch(sqs),
    ChangeMessageVisibility: changeMessageVisibility(sqs),
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(sqs),
    PurgeQueue: purgeQueue(sqs),
    AddPermission: addPermission(sqs),
    RemovePermission: removePermission(sqs),
    TagQueue: tagQueue(sqs),
    UntagQueue: untagQueue(sqs),
    ListQueueTags: listQueueTags(sqs),
    StartMessageMoveTask: startMessageMoveTask(sqs, runner),
    ListMessageMoveTasks: listMessageMoveTasks(sqs),
    CancelMessageMoveTask: cancelMessageMoveTask(sqs),
  };
}
