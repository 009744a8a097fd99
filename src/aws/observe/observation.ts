// What reading an environment gives: what is there, what of it was not read just now, and what to remember.
import type { ActualResource, ResourceKind } from "../../desired/resource.ts";
import type { SchedulesRead } from "./read-schedules.ts";
import type { Readings } from "./readings.ts";

/** Something that stands as it was read earlier. */
export interface Earlier {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Observation {
  /** Sorted by resource key. */
  readonly actual: readonly ActualResource[];
  readonly earlier: readonly Earlier[];
  readonly readings: Readings;
  /** How many things had to be asked for one by one. */
  readonly readAnew: number;
  /** For looking at all the rest a second time. */
  readonly schedules: SchedulesRead;
}
