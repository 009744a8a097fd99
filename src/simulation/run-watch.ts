// Follows firings and attempts to their ends, and says of each which came to nothing.
import type { Clock } from "../core/clock.ts";
import type { InvocationOutcome } from "../engine/lambda/host/invocation.ts";
import type { AttemptEnd, Happening } from "./happening.ts";
import type { Invocation } from "./scripted-host.ts";

interface Firing {
  readonly job: string;
  readonly dueAt: number;
  /** Job and due time. */
  readonly name: string;
}

interface Failure {
  readonly job: string;
  readonly dueAt: number;
  readonly at: number;
}

export class RunWatch {
  /** Until when the lease of an attempt that could not say how it ended still counts. */
  heldUntil = 0;
  readonly #clock: Clock;
  readonly #tell: (happening: Happening) => void;
  readonly #undelivered = new Map<string, Firing>();
  /** Two schedules may name one due time: it is missed only if neither was handed over. */
  readonly #arrived = new Set<string>();
  readonly #failing = new Map<string, Failure>();
  /** Due times that came while a run of the job was going on. */
  readonly #running = new Map<string, { readonly dueAt: number; next: number | undefined }>();
  #seen = false;

  constructor(clock: Clock, tell: (happening: Happening) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Something has been fired since the last conclusion. */
  get hasSeen(): boolean {
    return this.#seen;
  }

  fired(firing: Firing): void {
    this.#seen = true;
    if (!this.#arrived.has(firing.name)) this.#undelivered.set(firing.name, firing);
    for (const [key, run] of this.#running) {
      if (key.startsWith(`${firing.job} `) && firing.dueAt > run.dueAt) run.next ??= firing.dueAt;
    }
  }

  delivered(firing: Firing): void {
    this.#undelivered.delete(firing.name);
    this.#arrived.add(firing.name);
  }

  began({ job, dueAt, attempt, requestId }: Invocation): void {
    this.#running.set(`${job} ${requestId}`, { dueAt, next: undefined });
    this.#tell({ kind: "began", job, dueAt, at: this.#clock.now(), attempt });
  }

  ended({ job, dueAt, attempt, requestId, deadlineAt }: Invocation, outcome: InvocationOutcome): void {
    const at = this.#clock.now();
    const end = endOf(outcome);
    const next = this.#running.get(`${job} ${requestId}`)?.next;
    this.#running.delete(`${job} ${requestId}`);
    const overranMs = next !== undefined && next < at ? { overranMs: at - next } : {};
    this.#tell({ kind: "ended", job, dueAt, at, attempt, end, ...overranMs });
    if (end === "cancelled") this.#tell({ kind: "failed", job, dueAt, at });
    if (end === "crashed") this.heldUntil = Math.max(this.heldUntil, deadlineAt);
    if (outcome.status === "success") this.#failing.delete(requestId);
    else this.#failing.set(requestId, { job, dueAt, at });
  }

  /** Nothing is under way any more: what has not succeeded has failed, what was not handed over is missed. */
  conclude(): void {
    for (const failure of this.#failing.values()) this.#tell({ kind: "failed", ...failure });
    for (const { job, dueAt } of this.#undelivered.values()) {
      this.#tell({ kind: "missed", job, dueAt, at: this.#clock.now() });
    }
    this.#failing.clear();
    this.#undelivered.clear();
    this.#arrived.clear();
    this.heldUntil = 0;
    this.#seen = false;
  }
}

function endOf({ status, payload, errorType }: InvocationOutcome): AttemptEnd {
  switch (status) {
    case "success":
      return skipOf(payload) ?? "succeeded";
    case "timeout":
      return "timed out";
    case "failure":
      return "crashed";
    case "error":
      // The runtime stops waiting shortly before Lambda would.
      return errorType === "TimedOut" ? "timed out" : "failed";
  }
}

function skipOf(payload: Uint8Array): AttemptEnd | undefined {
  const answer = JSON.parse(Buffer.from(payload).toString("utf8")) as {
    readonly skipped?: AttemptEnd;
    readonly queued?: string;
    readonly cancelled?: string;
  } | null;
  if (answer?.cancelled !== undefined) return "cancelled";
  return answer?.queued === undefined ? answer?.skipped : "queued";
}
