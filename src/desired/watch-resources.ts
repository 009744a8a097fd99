// The watcher: a function of ours on a schedule of its own, which looks for due times at which nothing arrived.
import { isTold } from "../manifest/code.ts";
import type { Model } from "../manifest/model.ts";
import { liveAliasArn, type Place, queueArn, roleArn } from "./arns.ts";
import type { FunctionGroup } from "./group-jobs.ts";
import {
  failedQueueName,
  groupName,
  ledgerTableName,
  logGroupName,
  schedulerRoleName,
  undeliveredQueueName,
  WATCH_SCHEDULE,
  watchFunctionName,
} from "./names.ts";
import { ownFunction } from "./own-function.ts";
import type { Resource, Tags } from "./resource.ts";
import { watchPolicy } from "./watch-policy.ts";

export interface WatchInput {
  readonly model: Model;
  readonly place: Place;
  readonly groups: readonly FunctionGroup[];
  /** Without its code there is no watcher. */
  readonly codeSha256: string | undefined;
  readonly tags: Tags;
}

/** Soon after the minutes at which most jobs are due. */
const EVERY = "cron(4/15 * * * ? *)";
/** A look that failed is made up for by the next one. */
const MAX_AGE_SECONDS = 15 * 60;
const TIMEOUT_SECONDS = 60;
/** Of the Scheduler's 256 KB of Input; jobs beyond it are started by their next run's end, as ever. */
const MOST_QUEUING_BYTES = 200_000;

/** None where nothing is due by itself that leaves a trace. */
export function watchResources({ model, place, groups, codeSha256, tags }: WatchInput): readonly Resource[] {
  const leaveTraces = [...groups.flatMap(({ jobs }) => jobs), ...model.jobs.filter(isTold)];
  const isDue = leaveTraces.some(({ schedules }) => schedules.length > 0);
  if (!model.watch || codeSha256 === undefined || !isDue) return [];
  const app = model.app;
  const environment = model.environment.name;
  const name = watchFunctionName(app, environment);
  const logGroup = logGroupName(name);
  const table = ledgerTableName(app, environment);
  const group = groupName(app, environment);
  const queuing = queuingJobs(groups, place);
  const queues = [undeliveredQueueName(app, environment), failedQueueName(app, environment)];
  return [
    ...ownFunction({
      ...{ app, environment, place, name, codeSha256, tags },
      called: "watcher",
      description: "Lamplighter: looks for runs that never arrived",
      policy: watchPolicy(place, {
        logGroup,
        table,
        group,
        queues: queues.map((queue) => queueArn(place, queue)),
        functions: Object.keys(queuing),
      }),
      timeoutSeconds: TIMEOUT_SECONDS,
      attempts: 0,
      maxAgeSeconds: MAX_AGE_SECONDS,
      onFailureArn: undefined,
    }),
    {
      kind: "schedule",
      name: WATCH_SCHEDULE,
      group,
      description: "Lamplighter: looks for runs that never arrived",
      expression: EVERY,
      timezone: "UTC",
      enabled: true,
      startAt: undefined,
      endAt: undefined,
      windowMinutes: undefined,
      deleteAfterCompletion: false,
      targetArn: liveAliasArn(place, name),
      roleArn: roleArn(place, schedulerRoleName(app, environment)),
      input: JSON.stringify(Object.keys(queuing).length > 0 ? { queuing } : {}),
      deadLetterArn: undefined,
      attempts: 2,
      maxAgeSeconds: MAX_AGE_SECONDS,
    },
  ];
}

/** Jobs in whose queue a run may be left waiting, by the function that runs them. */
function queuingJobs(groups: readonly FunctionGroup[], place: Place): Readonly<Record<string, readonly string[]>> {
  const queuing: Record<string, string[]> = {};
  let bytes = 0;
  for (const { name, jobs } of groups) {
    const names = jobs.filter(({ overlap }) => overlap === "queue").map((job) => job.name);
    const arn = liveAliasArn(place, name);
    bytes += names.length === 0 ? 0 : JSON.stringify([arn, names]).length;
    if (names.length > 0 && bytes <= MOST_QUEUING_BYTES) queuing[arn] = names;
  }
  return queuing;
}
