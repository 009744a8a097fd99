// What one seed plays: jobs with their rules, how their handlers behave, what breaks when, and what an operator does.
import { CLOCK_CHANGES, type ClockChange } from "./clock-changes.ts";
import { Dice } from "./dice.ts";
import { drawPlan, dueTimesOf, type Plan } from "./plan.ts";

export type Overlap = "skip" | "allow" | "queue" | "cancel";

export interface PlayedJob {
  readonly name: string;
  readonly timezone: string;
  /** By the AWS schedule's name. */
  readonly plans: Readonly<Record<string, Plan>>;
  readonly windowMinutes: number | undefined;
  readonly overlap: Overlap;
  readonly startBySeconds: number | undefined;
  readonly timeoutSeconds: number;
  readonly retryAttempts: number;
  readonly retryMaxAgeSeconds: number;
  readonly deliveryAttempts: number;
  readonly deliveryMaxAgeSeconds: number;
  readonly catchUp: "last" | "all" | undefined;
  /** The handler: the most it takes as a rule, and in how many of a hundred attempts it does otherwise. */
  readonly usualSeconds: number;
  readonly long: number;
  readonly throws: number;
  readonly crashes: number;
  readonly hangs: number;
  /** Of a hundred attempts, those that stop when asked to. */
  readonly heeds: number;
}

interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

export type Act = { readonly at: number; readonly diesAfter: number | undefined } & (
  | { readonly kind: "pause"; readonly job: string; readonly forMs: number | undefined }
  | { readonly kind: "resume"; readonly job: string }
  | { readonly kind: "edit"; readonly job: string; readonly plan: Plan }
  | { readonly kind: "run"; readonly job: string; readonly mode: "event" | "request" }
  | { readonly kind: "cancel"; readonly job: string }
  | {
      readonly kind: "backfill";
      readonly job: string;
      readonly backMs: number;
      readonly parallel: number;
      readonly force: boolean;
    }
  | { readonly kind: "redrive"; readonly mode: "event" | "request" }
  | { readonly kind: "catch up" }
);

export interface Scenario {
  readonly seed: number;
  readonly startAt: number;
  /** The last due time lies before it, and no fault after it. */
  readonly endAt: number;
  readonly jobs: readonly PlayedJob[];
  /** Of a hundred calls, those that go wrong in one of the ways. */
  readonly callFaults: number;
  /** Of a hundred invocations, those whose process dies at one of its calls. */
  readonly deaths: number;
  /** Of a hundred deliveries, those that come twice, or late. */
  readonly copies: number;
  readonly delays: number;
  readonly ledgerAway: readonly Span[];
  readonly engineAway: readonly Span[];
  readonly refused: readonly (Span & { readonly job: string; readonly how: "throttled" | "missing" })[];
  readonly acts: readonly Act[];
  /** Of a hundred failed invocations, those after which somebody who was called by an alarm redrives at once. */
  readonly alarms: number;
  /** Whether some events come again after thirteen days, as a queue may keep them. */
  readonly lateCopies: boolean;
}

const MINUTE_MS = 60_000;
const FIRST_DAY = Date.UTC(2027, 2, 1);

export function drawScenario(seed: number): Scenario {
  const dice = new Dice(seed);
  const minutes = dice.whole(40, 150);
  // In some seeds clocks change in the middle.
  const change = dice.percent(35) ? dice.one(...(CLOCK_CHANGES as [ClockChange, ...ClockChange[]])) : undefined;
  const before = change ? change.at - dice.whole(5, minutes - 5) * MINUTE_MS : undefined;
  const startAt = (before ?? FIRST_DAY + dice.whole(0, 1_440) * MINUTE_MS) + dice.whole(1_000, 59_000);
  const endAt = startAt + minutes * MINUTE_MS;
  const zone = () => (change ? dice.mostly(75, change.zone, "UTC", "Europe/Berlin") : "UTC");
  // A bad day: what was deployed last crashes, events come again long after, and whoever is called redrives at once. A run
  // is then in more than one generation at a time.
  const isBad = dice.percent(15);
  const jobs = Array.from({ length: dice.mostly(70, 1, 2) }, (_, index) =>
    drawJob(`job-${index}`, dice, zone(), isBad),
  );
  // A third of the seeds are calm: there what happens must happen in time, and nothing excuses it.
  const storm = dice.one(0, 1, 3);
  const spans = (most: number, longestMs: number): Span[] =>
    Array.from({ length: storm === 0 ? 0 : dice.whole(0, most) }, () => {
      const fromAt = dice.whole(startAt + MINUTE_MS, endAt - MINUTE_MS);
      return { fromAt, toAt: Math.min(endAt, fromAt + dice.whole(500, longestMs)) };
    });
  return {
    ...{ seed, startAt, endAt, jobs },
    callFaults: storm === 0 ? 0 : dice.one(1, 3, 10) * (storm === 3 ? 1 : 0.5),
    deaths: storm * dice.one(0, 2, 5),
    copies: isBad ? 40 : dice.one(0, 5, 25),
    delays: storm * dice.one(0, 3, 8),
    ledgerAway: spans(2, 9 * MINUTE_MS),
    engineAway: spans(2, dice.one(MINUTE_MS, 12 * MINUTE_MS)),
    refused: spans(1, 40 * MINUTE_MS).map((span) => ({
      ...span,
      job: dice.one(...(jobs as [PlayedJob, ...PlayedJob[]])).name,
      how: dice.one("throttled", "missing"),
    })),
    acts: drawActs(dice, jobs, startAt, endAt),
    alarms: isBad ? 80 : dice.mostly(60, 0, 20, 70),
    lateCopies: dice.percent(10),
  };
}

function drawJob(name: string, dice: Dice, timezone: string, isBad: boolean): PlayedJob {
  const names = dice.mostly(75, [name], [`${name}.a`, `${name}.b`]);
  const timeoutSeconds = dice.one(20, 60, 300, 900);
  return {
    ...{ name, timezone },
    plans: Object.fromEntries(names.map((schedule) => [schedule, drawPlan(dice, timezone)])),
    windowMinutes: dice.mostly(85, undefined, 5),
    overlap: dice.one("skip", "allow", "queue", "cancel"),
    startBySeconds: dice.mostly(60, undefined, 90, 300, 900),
    timeoutSeconds,
    retryAttempts: dice.whole(0, 2),
    retryMaxAgeSeconds: dice.one(120, 600, 3_600),
    deliveryAttempts: dice.one(0, 2, 10),
    deliveryMaxAgeSeconds: dice.one(120, 600, 3_600),
    catchUp: dice.one(undefined, "last", "all"),
    usualSeconds: Math.min(timeoutSeconds, dice.one(2, 15, 120)),
    long: dice.one(0, 10, 50),
    throws: dice.one(0, 10, 50),
    crashes: isBad ? dice.one(40, 70) : dice.one(0, 5, 20),
    hangs: dice.one(0, 0, 5, 20),
    heeds: dice.one(0, 60, 100),
  };
}

function drawActs(dice: Dice, jobs: readonly PlayedJob[], startAt: number, endAt: number): readonly Act[] {
  const acts = Array.from({ length: dice.mostly(40, 0, 2, 5, 9) }, (): Act => {
    const at = dice.whole(startAt + 2 * MINUTE_MS, endAt - MINUTE_MS);
    const { name: job, timezone, plans } = dice.one(...(jobs as [PlayedJob, ...PlayedJob[]]));
    const diesAfter = dice.mostly(75, undefined, dice.whole(1, 12));
    const common = { at, job, diesAfter };
    // What writes to the engine and the ledger in turn is not cut off between the two here.
    const whole = { ...common, diesAfter: undefined };
    switch (dice.whole(0, 8)) {
      case 0:
        return { ...whole, kind: "pause", forMs: dice.one(undefined, dice.whole(10, 90) * MINUTE_MS) };
      case 1:
      case 2:
        return { ...whole, kind: "resume" };
      case 3:
        return { ...whole, kind: "edit", plan: drawPlan(dice, timezone) };
      case 4:
        return { ...common, kind: "run", mode: dice.one("event", "request") };
      case 5:
        // Who sees a run begin that should not is quick about it.
        return { ...common, at: soonAfterDue(dice, plans, at, endAt), kind: "cancel" };
      case 6: {
        const backMs = dice.whole(10, 120) * MINUTE_MS;
        return { ...common, kind: "backfill", backMs, parallel: dice.one(1, 3), force: dice.percent(20) };
      }
      case 7:
        return { ...common, kind: "redrive", mode: dice.mostly(70, "event", "request") };
      default:
        return { ...common, kind: "catch up" };
    }
  });
  return acts.sort((a, b) => a.at - b.at);
}

/** A moment after one of the due times that are left, if any is. */
function soonAfterDue(dice: Dice, plans: PlayedJob["plans"], at: number, endAt: number): number {
  const next = Object.values(plans).flatMap((plan) => dueTimesOf(plan, at, endAt - 2 * MINUTE_MS))[0];
  return (next ?? at) + dice.whole(1, 20) * 1_000;
}
