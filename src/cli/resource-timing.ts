// The timing of a schedule as AWS holds it, where it is known when it is due.
import type { ScheduleResource } from "../desired/resource.ts";
import type { Timing } from "../schedule/due-times.ts";
import { ScheduleError } from "../schedule/errors.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { isZone } from "../schedule/zone.ts";

/** Nothing for a disabled one, a rate that counts from when it was made, and what AWS holds and we cannot read. */
export function timingOf({ enabled, expression, timezone, startAt, endAt }: ScheduleResource): Timing | undefined {
  if (!enabled || !isZone(timezone)) return undefined;
  try {
    const parsed = parseAws(expression);
    if (parsed.kind === "rate" && startAt === undefined) return undefined;
    return { expression: parsed, timezone, startAt, endAt };
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

/** Whether both say the same of when. */
export const sameTiming = (a: ScheduleResource, b: ScheduleResource): boolean =>
  a.enabled === b.enabled &&
  a.expression === b.expression &&
  a.timezone === b.timezone &&
  a.startAt === b.startAt &&
  a.endAt === b.endAt;
