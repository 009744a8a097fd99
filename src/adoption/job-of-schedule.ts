// A schedule becomes a job on the function that it invokes, or the reason why it cannot.
import type { JsonObject } from "../core/json.ts";
import { deliveryOf } from "./delivery.ts";
import { type Draft, type Skipped, type Source, skipped } from "./draft.ts";
import type { FoundSchedule } from "./found.ts";
import { functionTarget } from "./function-target.ts";
import { type OwnInput, ownInput } from "./own-input.ts";
import { type ReadInput, readInput } from "./read-input.ts";
import { scheduleEvent } from "./scheduled-event.ts";
import { timingOf } from "./timing-of.ts";

export function jobOfSchedule(found: FoundSchedule, now: number): Draft | Skipped {
  const source: Source = {
    kind: "schedule",
    name: `${found.group}/${found.name}`,
    arn: found.arn,
    target: undefined,
  };
  const refused = (reason: string) => skipped(source, "schedule", reason);
  const target = functionTarget(found.targetArn, found.arn);
  if (!target.ok) return refused(target.reason);
  const timing = timingOf(found, source, now);
  if (!timing.ok) return refused(timing.reason);
  const read = inputOf(found);
  if (!read.ok) return refused(read.reason);
  const own = ownInput(read.input);
  if (own && !own.ok) return refused(own.reason);
  const { delivery, deadLetter, left } = deliveryOf(found, source);
  return {
    source,
    names: own ? [own.job] : [found.name, `${found.group}-${found.name}`],
    values: {
      description: found.description,
      schedule: timing.schedule,
      timezone: found.timezone === "UTC" ? undefined : found.timezone,
      window: found.windowMinutes === undefined ? undefined : `${found.windowMinutes}m`,
      start: timing.start,
      end: timing.end,
      function: target.function,
      ...eventKeys(own, read.input),
      delivery,
      deadLetter,
    },
    isOn: found.enabled,
    notes: [
      ...timing.notes,
      ...(target.hadLatest ? [LATEST_NOTE] : []),
      ...(found.input === undefined ? [EVENT_NOTE] : []),
    ],
    left: [...timing.left, ...left, ...otherParts(found, source)],
    ...(own ? { own: { job: own.job, schedule: found.name.slice(own.job.length + 1) } } : {}),
  };
}

export const LATEST_NOTE = "$LATEST is what a function without a version is: left out of its name";
export const EVENT_NOTE = "the event that EventBridge makes up where there is no input is written out";

const inputOf = (found: FoundSchedule): ReadInput =>
  found.input === undefined ? { ok: true, input: scheduleEvent(found) } : readInput(found.input);

/** What Lamplighter made gets its envelope again; any other function what it got before, and nothing else. */
function eventKeys(own: (OwnInput & { readonly ok: true }) | undefined, input: JsonObject) {
  if (!own) return { envelope: false, input };
  return { ...(Object.keys(own.input).length > 0 ? { input: own.input } : {}), ...own.rules };
}

function otherParts({ keyArn, deleteAfterCompletion }: FoundSchedule, source: Source): readonly Skipped[] {
  const parts: Skipped[] = [];
  if (keyArn !== undefined) {
    parts.push(skipped(source, "key", `its input is encrypted with ${keyArn}; a job's is with AWS's own key`));
  }
  if (deleteAfterCompletion) {
    parts.push(skipped(source, "deletion", "it would delete itself after its last run; a job's schedule is kept"));
  }
  return parts;
}
