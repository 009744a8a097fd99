// What is in force and was never noted, written to the ledger: the missed-run arithmetic would otherwise hold the old
// schedule against the runs for good.
import { jobOfSchedule } from "../desired/names.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";
import { recordRevision } from "../ledger/writes/record-revision.ts";
import { tracesOf } from "./traces-of-schedule.ts";

export interface Deployed {
  /** Names of the jobs to look at. */
  readonly jobs: readonly string[];
  readonly schedules: readonly ScheduleResource[];
  /** They are all there are: what was noted and is not among them is gone. */
  readonly areAll: boolean;
  /** By schedule's name, epoch milliseconds: since when it is as it is. Where nobody can say, it counts from now. */
  readonly modifiedAt: ReadonlyMap<string, number>;
  /** By schedule's name: why an operator held it back as it was put in force. */
  pauseOf(schedule: string): Revision["pause"];
  /** Jobs whose runs leave nothing in the ledger. */
  readonly unrecorded: ReadonlySet<string>;
}

export async function noteDeployed(deployed: Deployed, ledger: Ledger): Promise<void> {
  const { schedules, unrecorded } = deployed;
  for (const job of deployed.jobs) {
    const last = new Map((await revisionsOfJob(ledger, job)).map((revision) => [revision.schedule, revision]));
    const own = schedules.filter(({ name }) => jobOfSchedule(name) === job);
    for (const schedule of own) {
      const before = last.get(schedule.name);
      if (isNoted(schedule, before)) continue;
      const { name, enabled, expression, timezone, startAt, endAt, windowMinutes } = schedule;
      const shape = { enabled, expression, timezone, startAt, endAt, windowMinutes };
      await recordRevision(ledger, {
        ...{ job, schedule: name, ...shape, ...tracesOf(schedule, unrecorded.has(job)), pause: deployed.pauseOf(name) },
        fromAt: sinceWhen(deployed.modifiedAt.get(name), before, ledger.clock.now()),
      });
    }
    for (const revision of deployed.areAll ? last.values() : []) {
      const { schedule: name } = revision;
      if (!revision.enabled || own.some((schedule) => schedule.name === name)) continue;
      await recordRevision(ledger, { ...revision, fromAt: ledger.clock.now(), enabled: false, pause: undefined });
    }
  }
}

/** Never before what was noted last. */
const sinceWhen = (modifiedAt: number | undefined, before: Revision | undefined, now: number): number =>
  modifiedAt !== undefined && modifiedAt > (before?.fromAt ?? 0) ? modifiedAt : now;

function isNoted(schedule: ScheduleResource, last: Revision | undefined): boolean {
  const members = ["enabled", "expression", "timezone", "startAt", "endAt", "windowMinutes"] as const;
  return last !== undefined && members.every((member) => last[member] === schedule[member]);
}
