// What was in force of a schedule since when: the missed-run arithmetic subtracts the runs from it.
import type { Item } from "../dynamo.ts";
import { type PlainObject, unmarshalItem } from "./attribute-value.ts";
import { PlainReader } from "./plain-reader.ts";

/** In force from `fromAt` until the next revision of the same schedule. */
export interface Revision {
  readonly job: string;
  /** The AWS schedule's name: `<job>` or `<job>.<name>`. */
  readonly schedule: string;
  readonly fromAt: number;
  /** False while paused or disabled, and from its deletion on: nothing is due then. */
  readonly enabled: boolean;
  /** AWS's text: `cron(0 6 ? * MON-FRI *)`. */
  readonly expression: string;
  readonly timezone: string;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly windowMinutes: number | undefined;
  /** Its runs leave nothing in the ledger (an existing function that is not recorded): none of them can be missed. */
  readonly unrecorded?: boolean | undefined;
  /** Nothing is known of its runs before Lambda tells how they ended, which may take so long after they are due. */
  readonly toldWithinSeconds?: number | undefined;
  /** How long its rows stay in the history; 90 days where it says nothing. */
  readonly keepDays?: number | undefined;
  /** Why its due times do not arrive, when an operator paused it: until an instant, or until a later revision. */
  readonly pause?: { readonly by: string; readonly reason: string; readonly until: number | undefined } | undefined;
}

/** A revision's members as they are stored; the key is added by the writer. */
export const revisionMembers = (revision: Revision): PlainObject => ({ ...revision });

export function parseRevision(item: Item): Revision | undefined {
  const read = new PlainReader(unmarshalItem(item));
  const job = read.text("job");
  const schedule = read.text("schedule");
  const fromAt = read.number("fromAt");
  const expression = read.text("expression");
  if (job === undefined || schedule === undefined || fromAt === undefined || expression === undefined) return undefined;
  return {
    job,
    schedule,
    fromAt,
    enabled: read.flag("enabled"),
    expression,
    timezone: read.text("timezone") ?? "UTC",
    startAt: read.number("startAt"),
    endAt: read.number("endAt"),
    windowMinutes: read.number("windowMinutes"),
    unrecorded: read.flag("unrecorded") || undefined,
    toldWithinSeconds: read.number("toldWithinSeconds"),
    keepDays: read.number("keepDays"),
    pause: pauseOf(read.object("pause")),
  };
}

const pauseOf = (read: PlainReader | undefined): Revision["pause"] =>
  read && { by: read.text("by") ?? "unknown", reason: read.text("reason") ?? "", until: read.number("until") };
