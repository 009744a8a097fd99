// What a simulation found, as a value: everything that is printed is read from it. Instants are epoch milliseconds.
import type { ClockRemark } from "./clock-remarks.ts";
import type { BusyMinute } from "./load.ts";
import type { Counts, Incident } from "./tally.ts";

export interface JobResult {
  readonly job: string;
  readonly enabled: boolean;
  /** AWS schedules, without those that make up for a clock change. */
  readonly schedules: readonly string[];
  readonly counts: Counts;
  /** The longest by which a run went on beyond a later due time. */
  readonly longestOverrunMs: number;
}

export interface Warning {
  readonly code: "never-fires" | "crowded-minute" | "concurrency" | "not-fired";
  readonly message: string;
}

export interface Simulation {
  readonly fromAt: number;
  readonly toAt: number;
  readonly seed: number;
  readonly totals: Counts;
  readonly jobs: readonly JobResult[];
  readonly remarks: readonly ClockRemark[];
  readonly load: {
    readonly busiest: readonly (BusyMinute & { readonly jobs: readonly string[] })[];
    readonly perDay: number;
    /** The most firings in one minute, for each part of the span. */
    readonly strip: readonly number[];
  };
  readonly concurrency: { readonly peak: number; readonly at: number | undefined };
  readonly warnings: readonly Warning[];
  readonly incidents: readonly Incident[];
  readonly incidentsLeftOut: number;
  /** Stretches that went through the engine: equal ones go once, unless every run was asked for. */
  readonly played: number;
}
