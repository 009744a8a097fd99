// Lambda's internal queue: takes events, runs each when it is due and there is room, retries, gives up, tells destinations.
import type { Timer } from "../../../core/clock.ts";
import { messageOf } from "../../../core/error.ts";
import { setPause } from "../../../core/pause.ts";
import { isBadRow } from "../../bad-row.ts";
import { LateRecords } from "../../late-records.ts";
import { type EngineContext, ServiceError } from "../../service.ts";
import type { Control } from "../control/control.ts";
import { type EventInvokeSettings, settingsOf } from "../control/event-invoke.ts";
import { configurationOf, type VersionRow } from "../control/functions-table.ts";
import { isSystemError } from "../host/cannot-start.ts";
import type { InvocationOutcome } from "../host/invocation.ts";
import { isThrottle } from "../host/throttle.ts";
import type { Invoker } from "../invoker.ts";
import { functionArn, LATEST } from "../names.ts";
import { type Destinations, deliverRecord } from "./deliver-record.ts";
import type { Ended } from "./destination.ts";
import { type EventRow, EventsTable } from "./events-table.ts";
import { backOff, type GivenUp, givenUp, retryDelay } from "./retry.ts";

/** How many events are begun in one transaction. */
const BATCH = 50;
/** After the store refused to begin any. */
const PAUSE_MS = 1_000;

export interface AsyncQueueOptions {
  readonly context: EngineContext;
  readonly control: Control;
  readonly invoker: Invoker;
  readonly destinations: Destinations;
  /** Log lines that wait are written with the fate of the event they belong to. */
  readonly flushLogs: () => void;
}

interface Begun {
  readonly event: EventRow;
  readonly version: VersionRow;
  readonly settings: EventInvokeSettings;
}

export class AsyncQueue {
  readonly #options: AsyncQueueOptions;
  readonly #events: EventsTable;
  readonly #ends: LateRecords;
  #timer: Timer | undefined;
  #state: "waiting" | "open" | "closed" = "waiting";
  #pumpSoon = false;
  #idle: (() => void)[] = [];
  #running = 0;
  /** Events may be due that found no room in the host. */
  #starved = false;

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
    this.#events = new EventsTable(options.context);
    const { context, destinations } = options;
    this.#ends = new LateRecords({ store: context.store, clock: context.clock, log: destinations });
  }

  /** The event is in the store when this returns. */
  accept(requestId: string, name: string, qualifier: string | undefined, payload: string): void {
    this.#events.add(requestId, name, qualifier, payload);
    this.#wake();
  }

  start(): void {
    this.#events.recover();
    this.#state = "open";
    this.#wake();
  }

  /** An invocation of whatever kind ended: there may be room again. */
  roomAgain(): void {
    if (this.#starved) this.#wake();
  }

  /** No further event is begun; what runs is left to be taken up again by the next engine. */
  close(): void {
    this.#state = "closed";
    this.#timer?.cancel();
    this.#ends.stop();
  }

  /** Resolves when nothing runs and nothing is due. */
  settle(): Promise<void> {
    if (this.#running === 0 && !this.#pumpSoon) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Nothing waits, for whatever instant, and nothing runs. */
  get empty(): boolean {
    return this.#running === 0 && this.#events.empty;
  }

  #wake(): void {
    if (this.#state !== "open" || this.#pumpSoon) return;
    this.#pumpSoon = true;
    setImmediate(() => {
      this.#pumpSoon = false;
      this.#pumpOrPause();
      if (this.#running > 0 || this.#pumpSoon) return;
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  #pumpOrPause(): void {
    const { context, destinations } = this.#options;
    try {
      this.#pump();
    } catch (error) {
      destinations.warn(`No event was begun, and it is tried again in a second: ${messageOf(error)}`);
      this.#timer?.cancel();
      this.#timer = setPause(context.clock, PAUSE_MS, () => this.#wake());
    }
  }

  #pump(): void {
    if (this.#state !== "open") return;
    const { invoker } = this.#options;
    const room = Math.min(BATCH, invoker.room());
    const due = room > 0 ? this.#events.due(room) : [];
    for (const one of this.#beginAll(due)) void this.#run(one);
    this.#starved = room === 0;
    if (due.length === room && room > 0) this.#wake();
    this.#arm();
  }

  #beginAll(due: readonly EventRow[]): Begun[] {
    const { context, invoker } = this.#options;
    const begun: Begun[] = [];
    try {
      context.store.transaction(() => {
        for (const event of due) {
          const one = this.#beginApart(event);
          if (one) begun.push(one);
        }
      });
      return begun;
    } catch (error) {
      for (const { event } of begun) invoker.release(event.name);
      throw error;
    }
  }

  /** One whose function cannot be read stays on record, out of the queue until the next engine looks at it. */
  #beginApart(event: EventRow): Begun | undefined {
    try {
      return this.#begin(event);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      this.#events.setAside(event.id);
      const { destinations } = this.#options;
      destinations.warn(
        `The function ${event.name}, or its event ${event.request_id}, cannot be read, and does not run: ${messageOf(error)}. Deploy the function anew and start the engine again.`,
      );
      return undefined;
    }
  }

  /** Takes the event if it can run now; else says when to look again, or gives it up. */
  #begin(event: EventRow): Begun | undefined {
    const { context, control, invoker } = this.#options;
    const nowAt = context.clock.now();
    const qualifier = event.qualifier ?? undefined;
    const version = this.#versionOf(event);
    if (!version) {
      // A function that was deleted loses its waiting events.
      this.#events.remove(event.id);
      return undefined;
    }
    const settings = settingsOf(control, event.name, qualifier);
    const { reserved } = control.table.get(event.name);
    const ended = givenUp(stateOf(event), settings, nowAt) ?? (reserved === 0 ? "RetriesExhausted" : undefined);
    if (ended) {
      this.#finish({ event, version, settings }, ended, undefined);
      return undefined;
    }
    if (invoker.refusal(event.name)) {
      this.#events.throttledUntil(event.id, nowAt + backOff(event.throttles));
      return undefined;
    }
    invoker.hold(event.name);
    this.#events.beginAttempt(event.id);
    return { event: { ...event, attempts: event.attempts + 1 }, version, settings };
  }

  async #run(begun: Begun): Promise<void> {
    const { event, version } = begun;
    const { context, invoker } = this.#options;
    this.#running++;
    invoker.release(event.name);
    const invokedArn = functionArn(context, event.name, event.qualifier ?? undefined);
    const outcome = invoker.run(version, { requestId: event.request_id, payload: event.payload, invokedArn });
    const end = await outcome.then(
      (ended) => () => this.#record(begun, ended),
      (error: unknown) => () => this.#refused(begun, error),
    );
    this.#running--;
    // The event stays marked as running until the store takes it.
    this.#ends.record(`the event ${event.request_id}`, end, () => this.#wake());
    this.#wake();
  }

  #record(begun: Begun, outcome: InvocationOutcome): void {
    // A closing engine kills what still runs: that is no failure of the handler, and the next engine sees it as cut off.
    if (this.#state === "closed") return;
    const { event, settings } = begun;
    const { context } = this.#options;
    context.store.transaction(() => {
      this.#options.flushLogs();
      const nowAt = context.clock.now();
      const ended = outcome.status === "success" ? "Success" : givenUp(stateOf(event), settings, nowAt);
      if (ended) this.#finish(begun, ended, outcome);
      else this.#events.retryAt(event.id, nowAt + retryDelay(event.attempts));
    });
  }

  /** What could not be run at all: throttled after all, or a runtime that is not there. */
  #refused(begun: Begun, error: unknown): void {
    if (this.#state === "closed") return;
    const nowAt = this.#options.context.clock.now();
    const { event } = begun;
    if (isThrottle(error) || isSystemError(error))
      this.#events.throttledUntil(event.id, nowAt + backOff(event.throttles));
    else {
      const errorType = error instanceof ServiceError ? error.code : "ServiceException";
      const errorMessage = messageOf(error);
      const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
      this.#record(begun, { status: "failure", payload, errorType, logTail: "" });
    }
  }

  #finish(
    { event, version, settings }: Begun,
    condition: "Success" | GivenUp,
    outcome: InvocationOutcome | undefined,
  ): void {
    const { context } = this.#options;
    this.#events.remove(event.id);
    const ended: Ended = {
      event,
      functionArn: functionArn(context, event.name, event.qualifier ?? LATEST),
      condition,
      attempts: event.attempts,
      executedVersion: version.version,
      outcome,
    };
    deliverRecord(this.#options.destinations, ended, settings, configurationOf(version), context.clock.now());
  }

  #versionOf(event: EventRow): VersionRow | undefined {
    try {
      return this.#options.control.inForce(event.name, event.qualifier ?? undefined);
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }

  #arm(): void {
    this.#timer?.cancel();
    const { context, invoker } = this.#options;
    // With no room left the end of an invocation wakes the queue.
    const at = invoker.room() > 0 ? this.#events.nextDueAt() : undefined;
    this.#timer = at === undefined ? undefined : context.clock.setTimer(at, () => this.#wake());
  }
}

const stateOf = (event: EventRow) => ({
  acceptedAt: event.accepted_at,
  attempts: event.attempts,
  throttles: event.throttles,
});
