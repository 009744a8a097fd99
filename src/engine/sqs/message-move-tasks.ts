// StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask.
import { ServiceError } from "../service.ts";
import { invalidParameter, invalidParameterText } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import type { MoveRunner, MoveTask } from "./move-runner.ts";
import { type Queue, queueOfArn, queuesAfter } from "./queues.ts";
import { redrivePolicyOf } from "./redrive-policy.ts";
import type { Sqs } from "./sqs.ts";

interface StartMessageMoveTaskInput {
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

export const startMessageMoveTask = (sqs: Sqs, runner: MoveRunner) => (input: StartMessageMoveTaskInput) => {
  const rate = input.MaxNumberOfMessagesPerSecond;
  if (rate !== undefined && !(rate >= 1 && rate <= 500)) {
    throw invalidParameter("MaxNumberOfMessagesPerSecond", rate, "Must be between 1 and 500.");
  }
  const source = deadLetterQueueOfQueues(sqs, input.SourceArn);
  checkDestination(sqs, source, input.DestinationArn);
  const handle = sqs.random.hex(32);
  sqs.store.transaction(() => {
    const running = "SELECT 1 FROM sqs_move_tasks WHERE source_arn = ? AND status IN ('RUNNING', 'CANCELLING')";
    if (sqs.store.get(running, input.SourceArn)) {
      throw invalidParameterText(
        "There is already a task running. Only one active task is allowed for a source queue.",
      );
    }
    sqs.store.run(
      `INSERT INTO sqs_move_tasks (handle, status, source_arn, destination_arn, rate, to_move, started_at)
       VALUES (?, 'RUNNING', ?, ?, ?, (SELECT COUNT(*) FROM sqs_messages WHERE queue = ?), ?)`,
      handle,
      input.SourceArn,
      input.DestinationArn ?? null,
      rate ?? null,
      source.id,
      sqs.clock.now(),
    );
  });
  runner.start(handle);
  return { TaskHandle: handle };
};

export const listMessageMoveTasks =
  (sqs: Sqs) => (input: { readonly SourceArn: string; readonly MaxResults?: number }) => {
    const most = input.MaxResults ?? 1;
    if (!(most >= 1 && most <= 10)) throw invalidParameter("MaxResults", most, "Must be between 1 and 10.");
    if (!queueOfArn(sqs, input.SourceArn)) throw noSuchResource("SourceArn");
    const tasks = sqs.store.all<MoveTask>(
      "SELECT * FROM sqs_move_tasks WHERE source_arn = ? ORDER BY id DESC LIMIT ?",
      input.SourceArn,
      most,
    );
    return { Results: tasks.map(shownTask) };
  };

export const cancelMessageMoveTask = (sqs: Sqs) => (input: { readonly TaskHandle: string }) => {
  const task = sqs.store.get<MoveTask>("SELECT * FROM sqs_move_tasks WHERE handle = ?", input.TaskHandle);
  if (!task) throw noSuchResource("TaskHandle");
  if (task.status !== "RUNNING") throw invalidParameterText("Only active tasks can be cancelled.");
  // What was moved stays moved; the runner finds the task ended and stops.
  sqs.store.run("UPDATE sqs_move_tasks SET status = 'CANCELLED' WHERE handle = ?", task.handle);
  return { ApproximateNumberOfMessagesMoved: task.moved };
};

function checkDestination(sqs: Sqs, source: Queue, arn: string | undefined): void {
  if (arn === undefined) return;
  const destination = queueOfArn(sqs, arn);
  if (!destination) throw noSuchResource("DestinationArn");
  if (isFifo(destination) !== isFifo(source)) {
    throw invalidParameterText("The source and the destination queue must be of the same type.");
  }
}

/** Dead-letter queues of functions, topics and schedules are not accepted (Developer Guide, dead-letter queue redrive). */
function deadLetterQueueOfQueues(sqs: Sqs, arn: string): Queue {
  const queue = queueOfArn(sqs, arn);
  if (!queue) throw noSuchResource("SourceArn");
  if (queuesAfter(sqs, "").some((source) => redrivePolicyOf(source)?.deadLetterTargetArn === arn)) return queue;
  throw invalidParameterText("Source queue must be configured as a Dead Letter Queue.");
}

const noSuchResource = (parameter: string) =>
  new ServiceError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );

/** The handle is shown only while the task runs. */
function shownTask(task: MoveTask) {
  return {
    ...(task.status === "RUNNING" ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.source_arn,
    ...(task.destination_arn === null ? {} : { DestinationArn: task.destination_arn }),
    ...(task.rate === null ? {} : { MaxNumberOfMessagesPerSecond: task.rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.to_move,
    ...(task.failure === null ? {} : { FailureReason: task.failure }),
    StartedTimestamp: task.started_at,
  };
}
