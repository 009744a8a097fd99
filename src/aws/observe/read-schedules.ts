// The schedules of a group: those whose date is known are what they were, the others are read one by one.
import { inParallel } from "../../core/in-parallel.ts";
import type { ScheduleResource } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import { readSchedule } from "../resources/schedule.ts";
import type { ListedSchedule } from "./list-schedules.ts";
import { hashOf, type ScheduleEntry } from "./readings.ts";
import { isSettled, resolutionOf } from "./settled.ts";

/** What a schedule may well be, best guess first: a known hash is compared with theirs. */
export type Guess = (name: string) => Iterable<ScheduleResource>;

export interface ScheduleRequest {
  readonly group: string;
  readonly listed: readonly ListedSchedule[];
  /** By ARN. */
  readonly known: ReadonlyMap<string, ScheduleEntry>;
  /** Hash by name of schedules that were just created: what was sent is what is there if nobody has changed it since. */
  readonly created: ReadonlyMap<string, string>;
  readonly guess: Guess;
}

export interface SchedulesRead {
  readonly schedules: readonly ScheduleResource[];
  readonly entries: ReadonlyMap<string, ScheduleEntry>;
  readonly readAnew: number;
}

/** GetSchedule allows 250 a second in the smaller regions (aws quotas page of the Scheduler): at 60 ms this stays within. */
const AT_ONCE = 16;

export async function readSchedules(clients: Clients, request: ScheduleRequest): Promise<SchedulesRead> {
  const resolution = resolutionOf(request.listed.map(({ modifiedAt }) => modifiedAt));
  const entries = new Map<string, ScheduleEntry>();
  const schedules: ScheduleResource[] = [];
  const unknown: ListedSchedule[] = [];
  for (const one of request.listed) {
    const entry = entryOf(one, request, resolution);
    const same = entry && matching(entry.hash, request.guess(one.name));
    if (entry) entries.set(one.arn, entry);
    if (same) schedules.push(same);
    else unknown.push(one);
  }
  await inParallel(unknown, AT_ONCE, async ({ arn, name }) => {
    const reading = await readSchedule(clients, request.group, name);
    entries.delete(arn);
    // One that is gone between list and get was a one-time schedule that completed, or somebody deleted it.
    if (!reading) return;
    const { schedule, modifiedAt, servedAt } = reading;
    schedules.push(schedule);
    if (modifiedAt !== undefined && isSettled(modifiedAt, servedAt, resolution))
      entries.set(arn, { modifiedAt, hash: hashOf(schedule) });
  });
  return { schedules, entries, readAnew: unknown.length };
}

function entryOf(
  { arn, name, createdAt, modifiedAt, servedAt }: ListedSchedule,
  { known, created }: ScheduleRequest,
  resolution: number,
): ScheduleEntry | undefined {
  if (modifiedAt === undefined) return undefined;
  const entry = known.get(arn);
  if (entry?.modifiedAt === modifiedAt) return entry;
  const hash = created.get(name);
  const untouched = createdAt === modifiedAt && isSettled(modifiedAt, servedAt, resolution);
  return hash !== undefined && untouched ? { modifiedAt, hash } : undefined;
}

function matching(hash: string, guesses: Iterable<ScheduleResource>): ScheduleResource | undefined {
  for (const guess of guesses) if (hashOf(guess) === hash) return guess;
  return undefined;
}
