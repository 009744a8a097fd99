// The event that starts a run: the schedule's Input with the Scheduler's context attributes filled in, or a request of ours.
import { type Fields, isObject } from "../core/is-object.ts";
import type { JsonObject } from "../core/json.ts";
import { MalformedEnvelope } from "./errors.ts";
import { hiddenPaths } from "./items/concealed.ts";
import { TRIGGERS, type Trigger } from "./items/run-item.ts";
import { parseRunId, type RunRef, runIdOf, runKeyOf } from "./keys.ts";

/** What becomes of a run that is due while another of its job is going on. */
export const OVERLAPS = ["skip", "allow", "queue", "cancel"] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** How the runtime treats a run of this job; written into the envelope where it differs from the default. */
export interface RunPolicy {
  readonly overlap: Overlap;
  readonly startBySeconds: number | undefined;
  readonly keepDays: number;
  /** Former names of the job, the latest first, under which deliveries may still arrive. */
  readonly was: readonly string[];
  /** Paths of what no record of the input shows. */
  readonly hide: readonly (readonly string[])[];
  /** How often Lambda tries the event before its letter goes to the failed queue; 0 where none goes, or that is not known. */
  readonly tries: number;
}

export const DEFAULT_POLICY: RunPolicy = {
  overlap: "skip",
  startBySeconds: undefined,
  keepDays: 90,
  was: [],
  hide: [],
  tries: 3,
};

export interface Envelope {
  readonly run: RunRef;
  readonly runKey: string;
  readonly trigger: Trigger;
  /** The schedule's name, from its ARN. */
  readonly schedule: string | undefined;
  readonly by: string | undefined;
  readonly delivery: string | undefined;
  readonly deliveryAttempt: number | undefined;
  /** Raised by a redrive, which may claim a finished run again. */
  readonly generation: number;
  /** A new generation of a run that succeeded is meant: somebody asked for it again. */
  readonly force: boolean;
  readonly policy: RunPolicy;
  readonly input: JsonObject;
}

/** undefined for an event that is no envelope at all; an envelope that makes no sense is an error, so that it is seen. */
export function decodeEnvelope(event: unknown): Envelope | undefined {
  if (!isObject(event) || !("lamplighter" in event)) return undefined;
  if (event["lamplighter"] !== 1) throw new MalformedEnvelope("lamplighter", "1", event["lamplighter"]);
  const trigger = TRIGGERS.find((known) => known === event["trigger"]);
  if (!trigger) throw new MalformedEnvelope("trigger", `one of ${TRIGGERS.join(", ")}`, event["trigger"]);
  const run = runOf(event);
  const byRequest = run.suffix !== undefined && typeof event["requestId"] === "string";
  return {
    run,
    runKey: runKeyOf(run.job, byRequest ? String(event["requestId"]) : run.dueAt),
    trigger,
    schedule: scheduleName(event["schedule"]),
    by: textOf(event["by"]),
    delivery: textOf(event["delivery"]),
    deliveryAttempt: countOf(event["attempt"]),
    generation: countOf(event["generation"]) ?? 0,
    force: event["force"] === true,
    policy: policyOf(event["policy"]),
    input: isObject(event["input"]) ? (event["input"] as JsonObject) : {},
  };
}

function runOf(event: Fields): RunRef {
  const due = textOf(event["due"]) ?? "";
  const dueAt = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(due) ? Date.parse(due) : Number.NaN;
  if (Number.isNaN(dueAt)) throw new MalformedEnvelope("due", "an ISO time", event["due"]);
  const job = textOf(event["job"]) ?? "";
  const named = textOf(event["runId"]);
  const ref = parseRunId(named ?? runIdOf({ job, dueAt, suffix: undefined }));
  if (!ref || ref.job !== job) throw new MalformedEnvelope(named ? "runId" : "job", "a job's name", named ?? job);
  return ref;
}

/** `arn:…:schedule/<group>/<name>` to `<name>`. */
function scheduleName(value: unknown): string | undefined {
  const text = textOf(value);
  return text?.slice(text.lastIndexOf("/") + 1);
}

function policyOf(value: unknown): RunPolicy {
  if (!isObject(value)) return DEFAULT_POLICY;
  return {
    overlap: OVERLAPS.find((known) => known === value["overlap"]) ?? DEFAULT_POLICY.overlap,
    startBySeconds: countOf(value["startBySeconds"]),
    keepDays: countOf(value["keepDays"]) ?? DEFAULT_POLICY.keepDays,
    was: Array.isArray(value["was"]) ? value["was"].map(String) : [],
    hide: hiddenPaths(value["hide"]),
    tries: countOf(value["tries"]) ?? DEFAULT_POLICY.tries,
  };
}

/** A text with something in it. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function countOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
