// What really happened, noted by the handlers and by whoever stands at the doors: the product never reads it.
import type { Plan } from "../scenario/plan.ts";

export interface Execution {
  readonly job: string;
  readonly runId: string;
  /** The run's own key, as the handler is told. */
  readonly key: string;
  readonly dueAt: number;
  readonly trigger: string;
  readonly requestId: string;
  readonly attempt: number;
  readonly startAt: number;
  endAt: number | undefined;
  end: "returned" | "threw" | "killed" | undefined;
  /** When it was told to stop, and by what. */
  abortedAt: number | undefined;
}

export interface Invocation {
  readonly requestId: string;
  readonly job: string;
  readonly key: string;
  readonly startAt: number;
  readonly deadlineAt: number;
  endAt: number | undefined;
  /** As Lambda sees it; undefined of one that went down with its engine. */
  status: string | undefined;
}

/** A run's item after a write to it that was taken, read from the table as DynamoDB has it. */
export interface Change {
  readonly at: number;
  readonly runId: string;
  readonly job: string;
  readonly state: string | undefined;
  readonly claim: string | undefined;
  readonly requestId: string | undefined;
  readonly attempt: number;
  readonly generation: number;
  readonly leaseUntil: number | undefined;
  readonly reason: string | undefined;
  readonly attempts: number;
  /** Who wrote. */
  readonly writer: string;
}

/** What was true of a schedule from an instant on. */
export interface InForce {
  readonly schedule: string;
  readonly job: string;
  readonly fromAt: number;
  /** When the engine answered: in between nobody can tell which of both was in force. */
  readonly sureAt: number;
  readonly enabled: boolean;
  readonly plan: Plan;
  /** Due times are held back until then; null: for good. */
  readonly pausedUntil: number | null | undefined;
  /** When the ledger was told; undefined until then. */
  notedAt: number | undefined;
}

export interface Delivery {
  readonly job: string;
  readonly dueAt: number;
  readonly at: number;
  readonly fate: "taken" | "refused" | "delayed";
}

/** Asked for by the operator, and acknowledged where `acked` says so. */
export interface Asked {
  readonly kind: "run" | "cancel" | "backfill" | "redrive";
  readonly job: string;
  readonly runId: string;
  readonly at: number;
  readonly acked: boolean;
  readonly detail: string;
}

export interface Letter {
  readonly queue: "failed" | "undelivered";
  readonly job: string;
  readonly runId: string;
}

/** A watch that came to its end. */
export interface Look {
  readonly at: number;
  readonly doneTo: number;
  readonly recorded: number;
  readonly started: readonly string[];
}

export class Evidence {
  readonly looks: Look[] = [];
  readonly executions: Execution[] = [];
  readonly invocations: Invocation[] = [];
  readonly changes: Change[] = [];
  readonly inForce: InForce[] = [];
  readonly deliveries: Delivery[] = [];
  readonly asked: Asked[] = [];
  /** Still in the queues when everything has come to rest. */
  letters: readonly Letter[] = [];
  readonly engineAway: { fromAt: number; toAt: number }[] = [];
  /** Instants at which something broke on purpose. */
  readonly faults: Record<string, number> = {};

  fault(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }
}
