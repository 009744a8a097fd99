// Makes rules with a schedule fire, and tries again what a target did not take: one timer for the earliest of both.
import type { Timer } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import { setPause } from "../../core/pause.ts";
import { apart } from "./apart.ts";
import { attempt } from "./attempt.ts";
import { deliverTo } from "./deliver.ts";
import { DEFAULT_BUS, type Events, ruleArn } from "./events.ts";
import { eventOf } from "./put-events.ts";
import { dueAfter, type RuleDue, reschedule } from "./rule-due.ts";
import { ruleOf, scheduledRules } from "./rules.ts";
import {
  lookAgainAt,
  nextAttemptAt,
  readUndelivered,
  type StoredUndelivered,
  undeliveredDueBy,
} from "./undelivered.ts";

/** What is older when the engine comes back is missed: a bus makes up for nothing. */
const FRESH_MS = 120_000;
/** Attempts in one transaction; between two, requests are answered and functions run on. */
const BATCH = 500;
/** Before an event that could not be read is looked at again. */
const DAY_MS = 86_400_000;
/** After the store refused. */
const PAUSE_MS = 1_000;

export class RuleTicker {
  readonly #events: Events;
  #timer: Timer | undefined;
  #running = false;

  constructor(events: Events) {
    this.#events = events;
  }

  start(): void {
    // Those that a store of an earlier version kept, when they did not fire yet.
    for (const rule of scheduledRules(this.#events)) {
      apart(this.#events, rule.name, () => reschedule(this.#events, rule));
    }
    this.#running = true;
    this.wake();
  }

  stop(): void {
    this.#running = false;
    this.#timer?.cancel();
  }

  /** A rule may be due earlier than was known. */
  wake(): void {
    if (!this.#running) return;
    const { store } = this.#events;
    const due = store.get<{ at: number | null }>("SELECT min(next_due) AS at FROM events_due")?.at ?? undefined;
    const times = [due, nextAttemptAt(store)].filter((at) => at !== undefined);
    this.#arm(times.length === 0 ? undefined : Math.min(...times));
  }

  #arm(at: number | undefined): void {
    this.#timer?.cancel();
    this.#timer = at === undefined ? undefined : this.#events.clock.setTimer(at, () => this.#work());
  }

  #work(): void {
    const { store, clock, log } = this.#events;
    try {
      store.transaction(() => {
        this.#fireDue(clock.now());
        for (const one of undeliveredDueBy(store, clock.now(), BATCH)) this.#attempt(one);
      });
      this.wake();
    } catch (error) {
      log.warn(`The rules that are due did not fire, which is tried again in a second: ${messageOf(error)}`);
      this.#timer?.cancel();
      this.#timer = setPause(clock, PAUSE_MS, () => this.#work());
    }
  }

  #attempt(stored: StoredUndelivered): void {
    const { store, clock } = this.#events;
    const done = apart(this.#events, stored.rule_name, () => attempt(this.#events, readUndelivered(stored)));
    if (!done) lookAgainAt(store, stored.id, clock.now() + DAY_MS);
  }

  #fireDue(now: number): void {
    const { store } = this.#events;
    for (const row of store.all<RuleDue>("SELECT * FROM events_due WHERE next_due <= ? ORDER BY next_due, rule", now)) {
      // One that cannot be read is due again when it is put anew, or an engine starts.
      const fired = apart(this.#events, row.rule, () => this.#fireRow(row, now));
      if (!fired) store.run("DELETE FROM events_due WHERE rule = ?", row.rule);
    }
  }

  #fireRow(row: RuleDue, now: number): void {
    const { store } = this.#events;
    const first = row.next_due >= now - FRESH_MS ? row.next_due : dueAfter(row, now - FRESH_MS - 1);
    const owed: number[] = [];
    let due = first;
    for (; due !== undefined && due <= now; due = dueAfter(row, due)) owed.push(due);
    for (const at of owed) this.#fire(row.rule, at);
    if (due === undefined) store.run("DELETE FROM events_due WHERE rule = ?", row.rule);
    else store.run("UPDATE events_due SET next_due = ? WHERE rule = ?", due, row.rule);
  }

  #fire(name: string, dueAt: number): void {
    const events = this.#events;
    const resources = [ruleArn(events, DEFAULT_BUS, name)];
    const event = eventOf(events, "aws.events", "Scheduled Event", resources, {}, dueAt);
    deliverTo(events, ruleOf(events, DEFAULT_BUS, name), event);
  }
}
