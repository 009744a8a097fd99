// One schedule resource for each schedule of each job: the full document, since an update replaces everything (Scheduler API, UpdateSchedule).
import type { Job, JobSchedule, Model } from "../manifest/model.ts";
import { existingFunctionArn, liveAliasArn, type Place, queueArn, roleArn } from "./arns.ts";
import { envelopeText } from "./envelope.ts";
import { groupName, scheduleName, schedulerRoleName, undeliveredQueueName } from "./names.ts";
import type { ScheduleResource } from "./resource.ts";

export function scheduleResources(
  model: Model,
  place: Place,
  functionOf: ReadonlyMap<string, string>,
): readonly ScheduleResource[] {
  return model.jobs.flatMap((job) => {
    const target = targetArn(job, place, functionOf);
    return target === undefined ? [] : job.schedules.map((schedule) => resource(model, place, job, schedule, target));
  });
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
    input: envelopeText(job),
    deadLetterArn: deadLetterArn(job, place, undeliveredQueueName(app, environment)),
    attempts: job.delivery.attempts,
    maxAgeSeconds: job.delivery.maxAgeSeconds,
  };
}

const deadLetterArn = (job: Job, place: Place, ownQueue: string): string | undefined =>
  typeof job.deadLetter === "string" ? job.deadLetter : job.deadLetter ? queueArn(place, ownQueue) : undefined;
