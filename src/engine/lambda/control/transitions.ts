// The time in which a function that was made or changed is not ready yet: its states, and what they refuse.
// Page: "Lambda function states".
import type { Clock } from "../../../core/clock.ts";
import { conflict } from "../faults.ts";
import type { VersionRow } from "./functions-table.ts";

type Transition =
  | { readonly state: "Pending"; readonly readyAt: number }
  | { readonly state: "InProgress"; readonly readyAt: number; readonly before: VersionRow };

/** Kept in memory: an engine that starts anew finds every function ready. */
export class Transitions {
  readonly #clock: Clock;
  readonly #readyMs: number;
  readonly #current = new Map<string, Transition>();

  constructor(clock: Clock, readyMs: number) {
    this.#clock = clock;
    this.#readyMs = readyMs;
  }

  created(name: string): void {
    this.#begin(name, { state: "Pending", readyAt: this.#clock.now() + this.#readyMs });
  }

  /** Until it is over, `$LATEST` runs as it was before. */
  updated(name: string, before: VersionRow): void {
    this.#begin(name, { state: "InProgress", readyAt: this.#clock.now() + this.#readyMs, before });
  }

  deleted(name: string): void {
    this.#current.delete(name);
  }

  of(name: string): Transition | undefined {
    const found = this.#current.get(name);
    if (!found || this.#clock.now() < found.readyAt) return found;
    this.#current.delete(name);
    return undefined;
  }

  /** Changing and publishing wait for the change before. */
  refuseChange(name: string, arn: string): void {
    const found = this.of(name);
    if (found?.state === "InProgress") {
      throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);
    }
    this.refusePending(name);
  }

  refusePending(name: string): void {
    if (this.of(name)?.state !== "Pending") return;
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  }

  #begin(name: string, transition: Transition): void {
    if (this.#readyMs > 0) this.#current.set(name, transition);
  }
}

/** The members of FunctionConfiguration that tell of it. */
export function stateMembers(transition: Transition | undefined) {
  switch (transition?.state) {
    case undefined:
      return { State: "Active", LastUpdateStatus: "Successful" };
    case "Pending":
      return {
        State: "Pending",
        StateReason: "The function is being created.",
        StateReasonCode: "Creating",
        LastUpdateStatus: "Successful",
      };
    case "InProgress":
      return {
        State: "Active",
        LastUpdateStatus: "InProgress",
        LastUpdateStatusReason: "The function is being created.",
        LastUpdateStatusReasonCode: "Creating",
      };
  }
}
