// Whether jobs can take over at all: deployed as the file says, wanted, not held back; and whether all that was fired has one.
import type { MovingJob, MovingOrigin } from "./moving.ts";

/** undefined where all are ready. */
export function unreadyReason(jobs: readonly MovingJob[]): string | undefined {
  for (const { name, enabled, paused, schedules } of jobs) {
    if (!enabled) return `the file has enabled: false for the job ${name}, so nothing would fire it`;
    if (paused) return `the job ${name} is paused, so nothing would fire it: lamp resume ${name}`;
    if (schedules.length === 0) return `the job ${name} has no schedule, so nothing would fire it`;
    const missing = schedules.find(({ state }) => state === "missing");
    if (missing) return `schedule ${missing.name} is not there yet: lamp sync`;
    const other = schedules.find(({ state }) => state === "other");
    if (other) return `schedule ${other.name} is not as the file says: lamp sync`;
  }
  return undefined;
}

/** What would stop with a rule and go on nowhere. */
export function wouldBeLost({ text, found }: MovingOrigin, jobs: number): string | undefined {
  if (found.kind === "schedule") return undefined;
  if (found.pattern !== undefined)
    return `${text} fires for events as well, which would stop: give those a rule of their own`;
  const others = found.targets.filter(({ arn }) => !/^arn:[^:]*:lambda:/.test(arn));
  if (others.length > 0) {
    const named = others.map(({ id, arn }) => `${id} (${arn})`).join(", ");
    return `${text} fires ${named} as well, which would stop: give that a rule of its own`;
  }
  if (found.targets.length <= jobs) return undefined;
  return `${text} has ${found.targets.length} targets, and ${jobs} of the file's jobs say replaces: ${text}; the rest would stop`;
}
