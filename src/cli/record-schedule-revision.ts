// What was put in force, written to the ledger: the missed-run arithmetic asks it what was due when.
import { jobOfSchedule, WATCH_SCHEDULE } from "../desired/names.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { recordRevision } from "../ledger/writes/record-revision.ts";
import type { Action, Plan } from "../plan/plan.ts";
import { tracesOf } from "./traces-of-schedule.ts";

/** `unrecorded` are the jobs whose runs leave nothing in the ledger; `write` is how a revision gets there. */
export async function recordScheduleRevision(
  ledger: Ledger,
  action: Action,
  held: Plan["held"] = [],
  unrecorded: ReadonlySet<string> = new Set(),
  write = (revision: Revision): Promise<void> => recordRevision(ledger, revision),
): Promise<void> {
  const resource = "to" in action ? action.to : action.from;
  if (resource.kind !== "schedule" || resource.name === WATCH_SCHEDULE) return;
  const schedule = action.action === "delete" ? { ...resource, enabled: false } : resource;
  const more = {
    unrecorded: unrecorded.has(jobOfSchedule(resource.name)),
    pause: pauseOf(resource.name, held),
  };
  await write(revisionOf(schedule, ledger.clock.now(), more));
}

/** Why an operator holds a schedule back; undefined where nobody does. */
export function pauseOf(schedule: string, held: Plan["held"]): Revision["pause"] {
  const hold = held.find(({ name }) => name === schedule);
  if (!hold) return undefined;
  const until = hold.until === null ? undefined : Date.parse(hold.until);
  return { by: hold.by ?? "unknown", reason: hold.reason, until };
}

type Circumstances = Pick<Revision, "pause"> & { readonly unrecorded: boolean };

export const recordRevisionOf = (ledger: Ledger, schedule: ScheduleResource, more: Circumstances): Promise<void> =>
  recordRevision(ledger, revisionOf(schedule, ledger.clock.now(), more));

function revisionOf(schedule: ScheduleResource, fromAt: number, { pause, unrecorded }: Circumstances): Revision {
  const { name, enabled, expression, timezone, startAt, endAt, windowMinutes } = schedule;
  return {
    ...{ job: jobOfSchedule(name), schedule: name, fromAt },
    ...{ enabled, expression, timezone, startAt, endAt, windowMinutes, pause },
    ...tracesOf(schedule, unrecorded),
  };
}
