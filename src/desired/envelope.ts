// The schedule's Input: what a run is told of itself. The Scheduler fills in its context attributes as plain text.
import type { Json, JsonObject } from "../core/json.ts";
import { isPythonCode, isTold } from "../manifest/code.ts";
import type { Job } from "../manifest/model.ts";

/** History is kept this long unless the job says otherwise; the runtime's own default. */
const DEFAULT_KEEP_DAYS = 90;
/** Lambda's own two retries after a first try, then a letter. */
const DEFAULT_TRIES = 3;

/** What the schedules of a job send: the envelope, or the bare input where the file asks for that. */
export function inputText(job: Job): string {
  return "function" in job.code && job.code.plain ? JSON.stringify(job.input) : envelopeText(job);
}

/** Keywords: Scheduler User Guide, "Adding context attributes". */
export function envelopeText(job: Job): string {
  return JSON.stringify({
    lamplighter: 1,
    job: job.name,
    schedule: "<aws.scheduler.schedule-arn>",
    due: "<aws.scheduler.scheduled-time>",
    delivery: "<aws.scheduler.execution-id>",
    attempt: "<aws.scheduler.attempt-number>",
    trigger: "schedule",
    ...policyMember(job),
    input: job.input,
  });
}

/** What the runtime must know of a job's rules, where they differ from its defaults: jobs share functions. */
export function policyMember(job: Job): { policy?: JsonObject } {
  const policy: Record<string, Json> = {};
  if (!isPythonCode(job) && job.overlap !== "skip") policy["overlap"] = job.overlap;
  if (job.startBySeconds !== undefined) policy["startBySeconds"] = job.startBySeconds;
  if (job.keepDays !== DEFAULT_KEEP_DAYS) policy["keepDays"] = job.keepDays;
  if (job.hide.length > 0) policy["hide"] = job.hide;
  const tries = job.deadLetter === false ? 0 : job.retry.attempts + 1;
  if (tries !== DEFAULT_TRIES) policy["tries"] = tries;
  if (job.was.length > 0) policy["was"] = job.was;
  if (isTold(job)) {
    policy["toldWithin"] = toldWithinSeconds(job);
    if (typeof job.deadLetter === "string")
      policy["letters"] = job.deadLetter.slice(job.deadLetter.lastIndexOf(":") + 1);
  }
  return Object.keys(policy).length === 0 ? {} : { policy };
}

/** Lambda guide, asynchronous invocation: an event is kept six hours where nothing else is set; quotas: a try takes a quarter
 * of an hour at the longest. */
const LONGEST_EVENT_SECONDS = 6 * 3_600;
const LONGEST_TRY_SECONDS = 15 * 60;

/** The longest that it can take from a due time to the word of how its run ended: nothing that is sooner says it is missed. */
function toldWithinSeconds({ code, delivery }: Job): number {
  const retries = "function" in code ? code.retries : undefined;
  return delivery.maxAgeSeconds + (retries?.maxAgeSeconds ?? LONGEST_EVENT_SECONDS) + LONGEST_TRY_SECONDS;
}
