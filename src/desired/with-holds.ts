// What an operator holds back stays held back: the schedules that the file asks for, as long as a pause or a switch is on.
import { parseAws } from "../schedule/parse-aws.ts";
import { instantOfWall } from "../schedule/zone.ts";
import { jobOfSchedule } from "./names.ts";
import type { Resource, ScheduleResource } from "./resource.ts";

export interface Hold {
  /** Epoch milliseconds; undefined until somebody ends it. */
  readonly until: number | undefined;
  readonly by: string | undefined;
  readonly reason: string;
}

export interface Holds {
  /** By job: `lamp pause`. */
  readonly jobs: ReadonlyMap<string, Hold>;
  /** By schedule name: somebody disabled it in AWS itself. */
  readonly schedules: ReadonlyMap<string, Hold>;
}

export const NO_HOLDS: Holds = { jobs: new Map(), schedules: new Map() };

/** Those of jobs come first: a pause that ends by itself does not end them. */
export const withJobHolds = (holds: Holds, jobs: Holds["jobs"]): Holds => ({
  ...holds,
  jobs: new Map([...holds.jobs, ...jobs]),
});

export function holdOf(schedule: ScheduleResource, holds: Holds): Hold | undefined {
  return holds.jobs.get(jobOfSchedule(schedule.name)) ?? holds.schedules.get(schedule.name);
}

export function withHolds(resources: readonly Resource[], holds: Holds): readonly Resource[] {
  return resources.map((resource) => {
    const hold = resource.kind === "schedule" ? holdOf(resource, holds) : undefined;
    return hold && resource.kind === "schedule" ? held(resource, hold.until) : resource;
  });
}

/** A start date ends a hold by itself, with nothing that has to run at the time. A one-time schedule knows no start date
 * (Scheduler API, CreateSchedule), and one that would have to end before it starts is refused. */
export function held(schedule: ScheduleResource, until: number | undefined): ScheduleResource {
  const off = { ...schedule, enabled: false };
  if (until === undefined) return off;
  const expression = parseAws(schedule.expression);
  if (expression.kind === "at") {
    const dueAt = instantOfWall(schedule.timezone, expression.wallMs);
    return dueAt !== undefined && dueAt >= until ? schedule : off;
  }
  const startAt = Math.max(until, schedule.startAt ?? until);
  return schedule.endAt !== undefined && startAt >= schedule.endAt ? off : { ...schedule, startAt };
}
