// The package's public face: what a job file imports. Tree-shaken into functions, so each part costs only who uses it.
export { parseDuration } from "./core/duration.ts";
export type { Run } from "./history/run.ts";
export { type RecordedSpan, recordedRuns } from "./recorded-runs.ts";
export { createHandler } from "./runtime/create-handler.ts";
export { type JobDefinition, type JobFunction, job } from "./runtime/job.ts";
export type { LambdaContext } from "./runtime/lambda-context.ts";
export type { Run as RunContext, RunLog } from "./runtime/run/run.ts";
