// What a person should know before an action is carried out, said beside it.
import { WATCH_SCHEDULE } from "../desired/names.ts";
import type { Resource } from "../desired/resource.ts";

/** `from` is undefined for something new. */
export function warningsFor(from: Resource | undefined, to: Resource): readonly string[] {
  if (to.kind !== "schedule" || (from && from.kind !== "schedule")) return [];
  const isRate = to.expression.startsWith("rate(");
  const warnings: string[] = [];
  if (from && !from.enabled && to.enabled) {
    const off = to.name === WATCH_SCHEDULE ? "watch: false" : "enabled: false";
    warnings.push(`it is disabled in AWS and this enables it; say ${off} in the file to keep it disabled`);
  }
  // Scheduler User Guide, "Schedule types": without a start date a rate begins when it is created.
  if (!from && isRate && to.enabled && to.startAt === undefined) {
    warnings.push("a rate fires right after it is created; give it start: to choose the first time");
  }
  if (from && isRate && from.expression !== to.expression && to.startAt === undefined) {
    warnings.push("the rate is counted anew from this change on");
  }
  return warnings;
}
