// The queues in which a project's dead letters wait: the app's own two, and those that its jobs name.
import { openLetterQueue } from "../aws/letter-queue.ts";
import { type Place, queueArn } from "../desired/arns.ts";
import { failedQueueName, undeliveredQueueName } from "../desired/names.ts";
import type { Model } from "../manifest/model.ts";
import type { LetterQueue } from "../runs/dead-letters/letter-queue.ts";
import type { Connection } from "./connection.ts";

/** Queues that are not there hold nothing: before a first sync there are none. */
export async function openLetterQueues(
  { app, environment, jobs }: Model,
  place: Place,
  { clients }: Connection,
): Promise<readonly LetterQueue[]> {
  const named = jobs.flatMap(({ deadLetter }) => (typeof deadLetter === "string" ? [deadLetter] : []));
  const own = [undeliveredQueueName, failedQueueName].map((name) => queueArn(place, name(app, environment.name)));
  const waitSeconds = environment.endpoint === "embedded" ? 0 : 1;
  const arns = [...new Set([...own, ...named])];
  const queues = await Promise.all(arns.map((arn) => openLetterQueue(clients, arn, waitSeconds)));
  return queues.filter((queue) => queue !== undefined);
}
