// When a rule with a schedule fires next: UTC, to the minute (User Guide, "Creating a rule that runs on a schedule").
import { nextDue, type Timing } from "../../schedule/due-times.ts";
import type { Expression } from "../../schedule/expression.ts";
import { parseAws } from "../../schedule/parse-aws.ts";
import { BoundedCache } from "../bounded-cache.ts";
import { type Events, invalid } from "./events.ts";

/** Only rules of the default bus have one, and only while they are enabled. */
export interface RuleDue {
  readonly rule: string;
  readonly expression: string;
  readonly anchored_at: number;
  readonly next_due: number;
}

/** The unit agrees with the number; the Scheduler is not so strict (User Guide, rate expressions). */
const MISMATCHED = /^rate\((1 [a-z]+s|(?!1 )\d+ [a-z]*[^s])\)$/;

const expressions = new BoundedCache<Expression>(parseAws);

export function checkSchedule(expression: string): void {
  try {
    if (/^(rate|cron)\(/.test(expression) && !MISMATCHED.test(expression)) return void expressions.of(expression);
  } catch {
    // As AWS says it, which names neither the field nor what is wrong with it.
  }
  throw invalid("Parameter ScheduleExpression is not valid.");
}

/** A rule that is put again with the same expression goes on as it did; a rate counts from when it was put or enabled. */
export function reschedule(
  events: Events,
  { name, schedule, state }: { readonly name: string; readonly schedule: string | null; readonly state: string },
): void {
  const { store, clock } = events;
  const known = store.get<RuleDue>("SELECT * FROM events_due WHERE rule = ?", name);
  const wanted = state === "DISABLED" ? null : schedule;
  if (known?.expression === (wanted ?? undefined)) return;
  if (known) store.run("DELETE FROM events_due WHERE rule = ?", name);
  if (wanted === null) return;
  const now = clock.now();
  const next = dueAfter({ expression: wanted, anchored_at: now }, now);
  if (next === undefined) return;
  const sql = "INSERT INTO events_due (rule, expression, anchored_at, next_due) VALUES (?, ?, ?, ?)";
  store.run(sql, name, wanted, now, next);
  events.changed();
}

/** Undefined when the expression names no time any more. */
export function dueAfter(
  { expression, anchored_at }: Pick<RuleDue, "expression" | "anchored_at">,
  after: number,
): number | undefined {
  const timing: Timing = { expression: expressions.of(expression), timezone: "UTC", anchorAt: anchored_at };
  return nextDue(timing, after);
}
