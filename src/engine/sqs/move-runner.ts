// Carries message move tasks out, a batch at a time by the engine's clock; tasks an engine left running go on with the next.
import type { Timer } from "../../core/clock.ts";
import { setPause } from "../../core/pause.ts";
import { nextSequence } from "./deduplication.ts";
import { isFifo } from "./fifo.ts";
import { type Queue, queueOfArn } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

export interface MoveTask {
  readonly handle: string;
  readonly status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  readonly source_arn: string;
  readonly destination_arn: string | null;
  readonly rate: number | null;
  readonly moved: number;
  readonly to_move: number;
  readonly failure: string | null;
  readonly started_at: number;
}

/** Without a rate AWS chooses one; its own ceiling is 500 a second. */
const FASTEST = 500;
const STEP_MS = 1_000;

export class MoveRunner {
  readonly #sqs: Sqs;
  readonly #timers = new Map<string, Timer>();

  constructor(sqs: Sqs) {
    this.#sqs = sqs;
    const left = sqs.store.all<MoveTask>("SELECT * FROM sqs_move_tasks WHERE status = 'RUNNING'");
    for (const task of left) this.start(task.handle);
  }

  start(handle: string, afterMs = 0): void {
    const timer = setPause(this.#sqs.clock, afterMs, () => {
      this.#timers.delete(handle);
      try {
        this.#step(handle);
      } catch {
        // A full disk, say: nothing was moved, and the step is taken again.
        this.start(handle, STEP_MS);
      }
    });
    this.#timers.set(handle, timer);
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #step(handle: string): void {
    const { store, arrivals } = this.#sqs;
    const task = store.get<MoveTask>("SELECT * FROM sqs_move_tasks WHERE handle = ?", handle);
    if (task?.status !== "RUNNING") return;
    const woken = store.transaction(() => this.#moveSome(task, task.rate ?? FASTEST));
    for (const queue of woken) arrivals.announce(queue);
    if (woken.size > 0) this.start(handle, STEP_MS);
  }

  /** The queues that received messages; none once the task has ended. */
  #moveSome(task: MoveTask, most: number): Set<number> {
    const { store, clock } = this.#sqs;
    const woken = new Set<number>();
    const source = queueOfArn(this.#sqs, task.source_arn);
    if (!source) return this.#end(task, "FAILED", "AWS.SimpleQueueService.NonExistentQueue");
    const rows = store.all<{ id: number; dead_letter_source: string | null }>(
      `SELECT id, dead_letter_source FROM sqs_messages WHERE queue = ? AND visible_at <= ?
       ORDER BY ${isFifo(source) ? "sequence" : "visible_at, id"} LIMIT ?`,
      source.id,
      clock.now(),
      Math.min(most, task.to_move - task.moved),
    );
    for (const row of rows) {
      const target = queueOfArn(this.#sqs, task.destination_arn ?? row.dead_letter_source ?? "");
      if (!target) return this.#end(task, "FAILED", "CouldNotDetermineMessageSource", woken);
      this.#move(task, row.id, target);
      woken.add(target.id);
    }
    return rows.length === 0 ? this.#end(task, "COMPLETED", null) : woken;
  }

  /** A moved message is a new one: new id, new time, nothing received yet (Developer Guide, dead-letter queue redrive). */
  #move(task: MoveTask, message: number, target: Queue): void {
    const { store, clock, random } = this.#sqs;
    store.run(
      `UPDATE sqs_messages SET queue = ?, message_id = ?, sent_at = ?, visible_at = ?, receipt = NULL,
       receive_count = 0, first_received_at = NULL, dead_letter_source = NULL, sequence = ? WHERE id = ?`,
      target.id,
      random.uuid(),
      clock.now(),
      clock.now(),
      isFifo(target) ? nextSequence(this.#sqs) : null,
      message,
    );
    store.run("UPDATE sqs_move_tasks SET moved = moved + 1 WHERE handle = ?", task.handle);
  }

  #end(task: MoveTask, status: MoveTask["status"], failure: string | null, woken = new Set<number>()): Set<number> {
    const sql = "UPDATE sqs_move_tasks SET status = ?, failure = ? WHERE handle = ?";
    this.#sqs.store.run(sql, status, failure, task.handle);
    return woken;
  }
}
