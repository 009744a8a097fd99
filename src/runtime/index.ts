// The runtime's face: what a job is written with, and the wrapper around it.
export { parseDuration } from "../core/duration.ts";
export { createHandler } from "./create-handler.ts";
export { type JobDefinition, type JobFunction, job } from "./job.ts";
export type { LambdaContext } from "./lambda-context.ts";
export type { Run, RunLog } from "./run/run.ts";
