// Hands deliveries to their targets; what fails is tried again, and what cannot be handed over ends as a dead letter.

import type { Clock } from "../../core/clock.ts";
import { crashPoint } from "../../core/crash-point.ts";
import { messageOf } from "../../core/error.ts";
import type { Log } from "../../core/log.ts";
import { isBadRow } from "../bad-row.ts";
import { verdictOn } from "../delivery-verdict.ts";
import { LateRecords } from "../late-records.ts";
import { Remembered } from "../remembered.ts";
import type { ServiceError } from "../service.ts";
import type { Store } from "../store.ts";
import { type CallContext, callTarget, checkPermission } from "./call-target.ts";
import { goesWhenCompleted } from "./completion.ts";
import { deadLetterOf } from "./dead-letter.ts";
import {
  type Delivery,
  deliveriesDueBy,
  hasDeliveries,
  insertDelivery,
  markInFlight,
  readDelivery,
  removeDelivery,
  type StoredDelivery,
  scheduleRetry,
} from "./delivery-rows.ts";
import { payloadOf } from "./payload.ts";
import { removeSchedule, scheduleWithId } from "./schedule-rows.ts";
import { apiOf } from "./universal-target.ts";

export interface DelivererContext extends Omit<CallContext, "refusals"> {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** A delivery that was under way has ended. */
  ended(): void;
}

export class Deliverer {
  readonly #context: DelivererContext & CallContext;
  readonly #refusals = new Remembered<ServiceError | null>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #ends: LateRecords;

  constructor(context: DelivererContext) {
    this.#context = { ...context, refusals: this.#refusals };
    this.#ends = new LateRecords(context);
  }

  /** Attempts what is due now, at most `limit`; true when there may be more. Targets that take over at once do so in the
   * transaction that ends the delivery: such a firing is handed over exactly once, whatever is killed when. */
  deliverBatch(limit: number): boolean {
    const { store, clock } = this.#context;
    const deliveries = deliveriesDueBy(store, clock.now(), limit);
    if (deliveries.length === 0) return false;
    this.inOneTransaction(() => {
      for (const delivery of deliveries) this.#attemptStored(delivery);
    });
    return deliveries.length === limit;
  }

  /** A transaction of many deliveries: what IAM says about a role, for instance, is asked once in it. */
  inOneTransaction(work: () => void): void {
    const { store, targets } = this.#context;
    const together = () => (targets.together ? targets.together(work) : work());
    store.transaction(() => this.#refusals.during(together));
  }

  /** Puts a firing that just came due on record, in the running transaction: as handed over already where its target takes
   * over at once, else as a delivery that waits. */
  accept(delivery: Delivery): void {
    const { store, clock, targets } = this.#context;
    const isAtOnce = targets.atOnce === true && apiOf(delivery.target.Arn) === undefined;
    if (isAtOnce && delivery.bornAt <= clock.now()) this.#attempt(delivery);
    else insertDelivery(store, delivery, delivery.bornAt);
  }

  get underWay(): readonly Promise<void>[] {
    return [...this.#underWay];
  }

  /** What has not ended by now is for the next engine: it was cut off. */
  stop(): void {
    this.#ends.stop();
  }

  /** One that cannot be read stays on record, out of the queue until the next engine looks at it. */
  #attemptStored(stored: StoredDelivery): void {
    try {
      this.#attempt(readDelivery(stored));
    } catch (error) {
      if (!isBadRow(error)) throw error;
      const { store, log } = this.#context;
      markInFlight(store, stored.id);
      log.warn(`A delivery of ${stored.arn} cannot be read, and is not made: ${messageOf(error)}`);
    }
  }

  #attempt(delivery: Delivery): void {
    try {
      crashPoint("before-target");
      const handover = callTarget(this.#context, delivery, payloadOf(delivery, this.#context));
      crashPoint("after-handover");
      if (handover) this.#follow(delivery, handover);
      else this.#delivered(delivery);
    } catch (error) {
      this.#failed(delivery, error);
    }
  }

  #follow(delivery: Delivery, handover: Promise<void>): void {
    const { store, ended } = this.#context;
    if (delivery.id !== undefined) markInFlight(store, delivery.id);
    const record = (work: () => void) => {
      this.#underWay.delete(end);
      this.#ends.record(`a delivery of ${delivery.arn}`, work, ended);
    };
    const end = handover.then(
      () => record(() => this.#delivered(delivery)),
      (error: unknown) => record(() => this.#failed(delivery, error)),
    );
    this.#underWay.add(end);
  }

  #delivered(delivery: Delivery): void {
    if (delivery.id === undefined) return;
    removeDelivery(this.#context.store, delivery.id);
    this.#deleteIfCompleted(delivery);
  }

  #failed(delivery: Delivery, error: unknown): void {
    const { store, clock, log } = this.#context;
    const verdict = verdictOn({ ...delivery, policy: delivery.target.RetryPolicy }, error, clock.now());
    if (verdict.kind === "retry") {
      if (delivery.id === undefined) insertDelivery(store, { ...delivery, attempt: delivery.attempt + 1 }, verdict.at);
      else scheduleRetry(store, delivery.id, delivery.attempt + 1, verdict.at);
      return;
    }
    log.warn(`${delivery.arn} could not be delivered: ${messageOf(error)}`);
    this.#sendDeadLetter(delivery, error, verdict.exhausted);
    this.#delivered(delivery);
  }

  /** A dead letter that the queue does not take is lost, as on AWS (only a metric tells). */
  #sendDeadLetter(delivery: Delivery, error: unknown, exhausted: string | undefined): void {
    const queue = delivery.target.DeadLetterConfig?.Arn;
    if (queue === undefined) return;
    const { targets, log } = this.#context;
    const lost = (reason: unknown) => log.warn(`${delivery.arn}: dead letter lost: ${messageOf(reason)}`);
    try {
      checkPermission(this.#context, delivery, "sqs:SendMessage", queue);
      const letter = deadLetterOf(delivery, payloadOf(delivery, this.#context), error, exhausted);
      targets.sendMessage(queue, letter.body, letter.attributes)?.catch(lost);
    } catch (reason) {
      lost(reason);
    }
  }

  /** ActionAfterCompletion (User Guide, Deleting a schedule): only when the last firing's fate is on record. */
  #deleteIfCompleted({ scheduleId }: Delivery): void {
    const { store } = this.#context;
    const row = scheduleWithId(store, scheduleId);
    if (!row || row.nextDue !== null) return;
    const completed = goesWhenCompleted(row.document);
    if (completed && !hasDeliveries(store, scheduleId)) removeSchedule(store, scheduleId);
  }
}
