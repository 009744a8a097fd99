// How many requests a second are taken of each operation, where the engine is asked to limit them as AWS does (User Guide,
// Quotas of the Scheduler; the larger Regions). Requests of one second count together, by the engine's clock.
import type { Clock } from "../../core/clock.ts";
import { type Operation, type Service, ServiceError } from "../service.ts";

export const RATES: Readonly<Record<string, number>> = {
  CreateSchedule: 5_000,
  ...Object.fromEntries(["UpdateSchedule", "GetSchedule", "DeleteSchedule"].map((name) => [name, 1_000])),
  ListSchedules: 50,
  ...Object.fromEntries(
    ["CreateScheduleGroup", "GetScheduleGroup", "DeleteScheduleGroup", "ListScheduleGroups"].map((name) => [name, 10]),
  ),
  ListTagsForResource: 10,
  TagResource: 1,
  UntagResource: 1,
};

/** Of reading and writing one schedule. */
const OF_ONE_SCHEDULE = 10;

export function limited(
  operations: Service["operations"],
  clock: Clock,
  rates: Readonly<Record<string, number>>,
): Service["operations"] {
  let second = Number.NaN;
  const taken = new Map<string, number>();
  const take = (what: string, most: number) => {
    const now = Math.floor(clock.now() / 1_000);
    if (now !== second) taken.clear();
    second = now;
    const count = (taken.get(what) ?? 0) + 1;
    if (count > most) throw new ServiceError("ThrottlingException", "Rate exceeded");
    taken.set(what, count);
  };
  const limit =
    (name: string, act: Operation): Operation =>
    (input, call) => {
      take(name, rates[name] ?? Number.POSITIVE_INFINITY);
      if (/^(Get|Update|Delete)Schedule$/.test(name)) {
        take(`${input.GroupName ?? "default"}/${input.Name}`, OF_ONE_SCHEDULE);
      }
      return act(input, call);
    };
  return Object.fromEntries(Object.entries(operations).map(([name, act]) => [name, limit(name, act)]));
}
