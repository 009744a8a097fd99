// The schedule resources of each job, with those that make up for clock changes: the full document, since an update replaces everything (Scheduler API, UpdateSchedule).
import type { Job, JobSchedule, Model } from "../manifest/model.ts";
import { runsAfterGaps } from "../schedule/gaps/lost-in-gaps.ts";
import { existingFunctionArn, liveAliasArn, type Place, queueArn, roleArn } from "./arns.ts";
import { inputText } from "./envelope.ts";
import { gapScheduleName, groupName, scheduleName, schedulerRoleName, undeliveredQueueName } from "./names.ts";
import type { ScheduleResource } from "./resource.ts";

/** How far ahead schedules after gaps are made; every sync renews them. */
const AHEAD_MS = 365 * 86_400_000;

export function scheduleResources(
  model: Model,
  place: Place,
  functionOf: ReadonlyMap<string, string>,
  now: number,
): readonly ScheduleResource[] {
  return model.jobs.flatMap((job) => {
    const target = targetArn(job, place, functionOf);
    if (target === undefined) return [];
    return job.schedules.flatMap((schedule) => {
      const own = resource(model, place, job, schedule, target);
      return [own, ...afterGaps(own, schedule, now)];
    });
  });
}

/** One that is over is not wanted again: AWS deletes it itself once it has fired (Scheduler API, ActionAfterCompletion). */
function afterGaps(own: ScheduleResource, schedule: JobSchedule, now: number): ScheduleResource[] {
  if (schedule.dst === "skip") return [];
  return runsAfterGaps(schedule, now, now + AHEAD_MS).map(({ instead }) => ({
    ...own,
    name: gapScheduleName(own.name, instead.wallMs),
    expression: instead.text,
    startAt: undefined,
    endAt: undefined,
    deleteAfterCompletion: true,
  }));
}

function targetArn(job: Job, place: Place, functionOf: ReadonlyMap<string, string>): string | undefined {
  if ("function" in job.code) return existingFunctionArn(place, job.code.function);
  const name = functionOf.get(job.name);
  return name === undefined ? undefined : liveAliasArn(place, name);
}

function resource(model: Model, place: Place, job: Job, schedule: JobSchedule, target: string): ScheduleResource {
  const app = model.app;
  const environment = model.environment.name;
  return {
    kind: "schedule",
    name: scheduleName(job.name, schedule.name),
    group: groupName(app, environment),
    description: job.description,
    expression: schedule.expression.text,
    timezone: schedule.timezone,
    enabled: job.enabled,
    startAt: schedule.startAt,
    endAt: schedule.endAt,
    windowMinutes: schedule.windowMinutes,
    deleteAfterCompletion: false,
    targetArn: target,
    roleArn: roleArn(place, schedulerRoleName(app, environment)),
    input: inputText(job),
    deadLetterArn: deadLetterArn(job, place, undeliveredQueueName(app, environment)),
    attempts: job.delivery.attempts,
    maxAgeSeconds: job.delivery.maxAgeSeconds,
  };
}

const deadLetterArn = (job: Job, place: Place, ownQueue: string): string | undefined =>
  typeof job.deadLetter === "string" ? job.deadLetter : job.deadLetter ? queueArn(place, ownQueue) : undefined;
