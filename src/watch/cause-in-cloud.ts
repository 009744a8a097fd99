// The likely cause of a hole by what AWS shows of it: a dead letter, or a schedule that is not as sync left it. Pure.
import type { Hole } from "../history/holes.ts";
import type { Cause } from "../ledger/items/cause.ts";
import { isoSeconds } from "../ledger/keys.ts";
import type { Letter } from "../runs/dead-letters/letter.ts";
import type { LiveSchedule } from "./doors.ts";

export function causeInLetter({ queue, errorCode, errorMessage, attempts }: Letter): Cause {
  const who = queue === "undelivered" ? "the Scheduler could not deliver it" : "Lambda gave it up";
  const tries = attempts === 1 ? "1 try" : `${attempts} tries`;
  const why = errorMessage === "" ? errorCode : `${errorCode}: ${errorMessage}`;
  return { kind: "dead letter", text: `${who} (queue ${queue}, ${tries}): ${why}` };
}

/** undefined where the schedule is as it was left, or was changed only after the due time. Of a revision that is no longer
 * in force the Scheduler shows nothing. */
export function causeInSchedule(
  { dueAt, revision, replaced }: Hole,
  live: LiveSchedule | undefined,
): Cause | undefined {
  if (replaced) return undefined;
  if (!live) return { kind: "deleted", text: "the schedule is gone: somebody deleted it outside of lamp" };
  const { modifiedAt, startAt, endAt } = live;
  if (modifiedAt !== undefined && modifiedAt > dueAt + MINUTE_MS) return undefined;
  const at = modifiedAt === undefined ? "" : `, at ${isoSeconds(modifiedAt)}`;
  if (!live.enabled) return { kind: "disabled", text: `the schedule was disabled outside of lamp${at}` };
  if (live.expression !== revision.expression || live.timezone !== revision.timezone) {
    const now = `${live.expression} in ${live.timezone}`;
    return { kind: "edited", text: `the schedule was edited outside of lamp${at}: it says ${now}` };
  }
  if (startAt !== undefined && dueAt < startAt) return outside(`starts at ${isoSeconds(startAt)} only`, at);
  if (endAt !== undefined && dueAt > endAt) return outside(`ended at ${isoSeconds(endAt)}`, at);
  return undefined;
}

const MINUTE_MS = 60_000;

const outside = (what: string, at: string): Cause => ({
  kind: "outside dates",
  text: `the schedule ${what}, as somebody set it outside of lamp${at}`,
});
