// What a file in jobs/ default-exports: its handler, marked so that the wrapper knows to call it with input and run.
import { isObject } from "../core/is-object.ts";
import type { JsonObject } from "../core/json.ts";
import type { Run } from "./run/run.ts";

/** The result is kept in the history as JSON, bounded. */
export type JobFunction<I> = (input: I, run: Run) => unknown;

/** A registered symbol: a project's copy of this package and the wrapper's must know each other's jobs. */
const JOB = Symbol.for("lamplighter.job");

export interface JobDefinition<I> {
  readonly [JOB]: true;
  readonly handler: JobFunction<I>;
}

export function job<I = JsonObject>(handler: JobFunction<I>): JobDefinition<I> {
  return { [JOB]: true, handler };
}

export function isJob(value: unknown): value is JobDefinition<unknown> {
  return isObject(value) && JOB in value && typeof value["handler"] === "function";
}
