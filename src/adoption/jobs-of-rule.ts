// A scheduled rule becomes one job for each function among its targets; what is no function is told apart.
import { deliveryOf } from "./delivery.ts";
import { type Draft, type Skipped, type Source, skipped } from "./draft.ts";
import type { FoundRule, FoundTarget } from "./found.ts";
import { functionTarget } from "./function-target.ts";
import { inputOfTarget } from "./input-of-target.ts";
import { EVENT_NOTE, LATEST_NOTE } from "./job-of-schedule.ts";
import { timingOf } from "./timing-of.ts";

export function jobsOfRule(rule: FoundRule, now: number): readonly (Draft | Skipped)[] {
  const source: Source = { kind: "rule", name: rule.name, arn: rule.arn, target: undefined };
  const refused = (reason: string) => [skipped(source, "rule", reason)];
  if (rule.managedBy !== undefined) return refused(`${rule.managedBy} made it and keeps it`);
  if (rule.targets.length === 0) return refused("it has no target");
  // Rules know no zone (EventBridge User Guide, "Creating a rule that runs on a schedule").
  const timing = timingOf({ ...rule, timezone: "UTC", startAt: undefined, endAt: undefined }, source, now);
  if (!timing.ok) return refused(timing.reason);
  const jobs = rule.targets.map((target) => jobOfTarget(rule, target, timing));
  if (rule.pattern === undefined) return jobs;
  return [...jobs, skipped(source, "event pattern", "it fires for events as well, and goes on to")];
}

function jobOfTarget(
  rule: FoundRule,
  target: FoundTarget,
  timing: { readonly schedule: string; readonly notes: readonly string[] },
): Draft | Skipped {
  const source: Source = { kind: "rule", name: rule.name, arn: rule.arn, target: target.id };
  const named = functionTarget(target.arn, rule.arn);
  if (!named.ok) return skipped(source, "target", named.reason);
  const read = inputOfTarget(rule, target);
  if (!read.ok) return skipped(source, "target", read.reason);
  const { delivery, deadLetter, left } = deliveryOf(target, source);
  const gets = target.input === undefined ? [EVENT_NOTE] : [];
  return {
    source,
    names: rule.targets.length === 1 ? [rule.name] : [`${rule.name}-${named.name}`, `${rule.name}-${target.id}`],
    values: {
      description: rule.description,
      schedule: timing.schedule,
      function: named.function,
      envelope: false,
      input: read.input,
      delivery,
      deadLetter,
    },
    isOn: rule.enabled,
    notes: [...timing.notes, ...(named.hadLatest ? [LATEST_NOTE] : []), ...gets],
    left,
  };
}
