// What a move is planned from, and the plan: which switches in which order, or why not now.
import type { Timing } from "../../schedule/due-times.ts";
import type { Found } from "../found.ts";

/** What fired before, as it is now. */
export interface MovingOrigin {
  /** As the file names it. */
  readonly text: string;
  readonly found: Found;
  /** When a move switched it off, epoch milliseconds; undefined where nobody wrote that down. */
  readonly switchedOffAt: number | undefined;
}

/** A job that takes its place. */
export interface MovingJob {
  readonly name: string;
  /** As the file says. */
  readonly enabled: boolean;
  readonly paused: boolean;
  readonly schedules: readonly MovingSchedule[];
}

export interface MovingSchedule {
  readonly name: string;
  readonly timing: Timing;
  readonly windowMinutes: number | undefined;
  /** `missing`: never synced; `other`: deployed, but not as the file says. */
  readonly state: "on" | "off" | "missing" | "other";
}

export interface MoveInput {
  readonly origin: MovingOrigin;
  readonly jobs: readonly MovingJob[];
  readonly now: number;
  readonly marginMs: number;
  /** A due time of the origin's rate, which AWS does not tell. */
  readonly firedAt: number | undefined;
}

export type MoveStep =
  | { readonly do: "note" }
  | { readonly do: "unnote" }
  | { readonly do: "origin"; readonly on: boolean }
  | { readonly do: "schedule"; readonly name: string; readonly on: boolean };

export type MovePlan =
  | {
      readonly ok: true;
      /** None: it is done already. */
      readonly steps: readonly MoveStep[];
      readonly lastDue: number | undefined;
      readonly nextDue: number | undefined;
      /** Due times at which nothing was on, between an interrupted move and now. */
      readonly lost: readonly number[];
      readonly notes: readonly string[];
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** When to try again, where waiting helps. */
      readonly quietAt?: number | undefined;
    };

export const refusedMove = (reason: string, quietAt?: number): MovePlan => ({ ok: false, reason, quietAt });
