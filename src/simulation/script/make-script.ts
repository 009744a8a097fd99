// From a script file to its answers. Every answer depends on the seed, the job, the due time and the attempt alone.
import { rollOf } from "./dice.ts";
import type { ScriptFile } from "./read-script.ts";
import type { AttemptScript, DeliveryScript, Script } from "./script.ts";
import type { Conditions, JobScript } from "./script-shape.ts";

export interface ScriptContext {
  readonly seed: number;
  /** Which due time of the job it is in the span, counted from 1. */
  ordinalOf(job: string, dueAt: number): number;
}

const DEFAULT_LENGTH = { fromMs: 1_000, toMs: 1_000 };
/** Between two lengths there are so many steps at most, of whole seconds: few enough that situations are met again. */
const MOST_STEPS = 60;

export function makeScript(file: ScriptFile, context: ScriptContext): Script {
  const merged = new Map<string, JobScript>();
  const of = (job: string): JobScript => {
    let script = merged.get(job);
    if (!script) {
      script = { ...file.defaults, ...file.jobs.get(job) };
      merged.set(job, script);
    }
    return script;
  };
  return {
    attempt: (job, dueAt, attempt) => attemptOf(of(job), context, job, dueAt, attempt),
    delivery: (job, dueAt, at) => deliveryOf(of(job), context, job, dueAt, at),
    isSteady: (job) => isSteady(of(job)),
  };
}

function attemptOf(
  { duration = DEFAULT_LENGTH, failures = [] }: JobScript,
  context: ScriptContext,
  job: string,
  dueAt: number,
  attempt: number,
): AttemptScript {
  const failing = failures.find(
    (rule, index) =>
      attempt <= (rule.attempts ?? Number.POSITIVE_INFINITY) &&
      meets(rule, context, job, dueAt, dueAt, `failure ${index} of attempt ${attempt}`),
  );
  const ending = failing ? (failing.how ?? "error") : "succeed";
  return { ms: lengthOf(duration, context.seed, `${job} ${dueAt} length of attempt ${attempt}`), ending };
}

function deliveryOf(
  { deliveries = [] }: JobScript,
  context: ScriptContext,
  job: string,
  dueAt: number,
  at: number,
): DeliveryScript {
  const rule = deliveries.find((one, index) => meets(one, context, job, dueAt, at, `delivery ${index} at ${at}`));
  return rule?.how ?? "taken";
}

/** A span is compared with the time of the attempt to deliver, so that one after the span gets through; for runs with the due time. */
function meets(
  rule: Conditions,
  { seed, ordinalOf }: ScriptContext,
  job: string,
  dueAt: number,
  at: number,
  question: string,
): boolean {
  const { every, chance, due, from, to } = rule;
  if (from !== undefined && at < from) return false;
  if (to !== undefined && at > to) return false;
  if (due && !due.includes(dueAt)) return false;
  if (every !== undefined && ordinalOf(job, dueAt) % every !== 0) return false;
  return chance === undefined || rollOf(seed, `${job} ${dueAt} ${question}`) < chance;
}

function lengthOf({ fromMs, toMs }: typeof DEFAULT_LENGTH, seed: number, question: string): number {
  if (fromMs === toMs) return fromMs;
  const stepMs = Math.ceil((toMs - fromMs) / MOST_STEPS / 1_000) * 1_000;
  const steps = Math.floor((toMs - fromMs) / stepMs) + 1;
  return fromMs + Math.floor(rollOf(seed, question) * steps) * stepMs;
}

function isSteady({ duration = DEFAULT_LENGTH, failures = [], deliveries = [] }: JobScript): boolean {
  const always = (rule: Conditions) =>
    [rule.every ?? 1, rule.chance ?? 1].every((one) => one === 1) &&
    !rule.due &&
    rule.from === undefined &&
    rule.to === undefined;
  return duration.fromMs === duration.toMs && [...failures, ...deliveries].every(always);
}
