// Names for the jobs: what stood there before, made to fit, each once whatever its case.
import { JOB_NAME } from "../manifest/shape/patterns.ts";
import type { Draft } from "./draft.ts";

/** EventBridge Scheduler, CreateSchedule: Name. */
const LONGEST = 64;
const FALLBACK = "job";
/** What the file takes as no key. */
const RESERVED = new Set(["constructor", "prototype"]);

/** In the order of the drafts. */
export function nameJobs(drafts: readonly Draft[]): ReadonlyMap<string, Draft> {
  const taken = new Set(RESERVED);
  const jobs = new Map<string, Draft>();
  for (const draft of drafts) {
    const name = freeName(
      draft.names.map((wanted) => fitting(wanted, LONGEST)),
      taken,
    );
    taken.add(name.toLowerCase());
    jobs.set(name, draft);
  }
  return jobs;
}

function freeName(wanted: readonly string[], taken: ReadonlySet<string>): string {
  const free = wanted.find((name) => !taken.has(name.toLowerCase()));
  if (free !== undefined) return free;
  for (let count = 2; ; count++) {
    const suffix = `-${count}`;
    const name = fitting(wanted[0] ?? FALLBACK, LONGEST - suffix.length) + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Dots part a job from its schedule; names begin with a letter or digit. */
function fitting(name: string, longest: number): string {
  const fit = name
    .replace(/[^A-Za-z0-9_-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, longest);
  return JOB_NAME.test(fit) ? fit : FALLBACK;
}
