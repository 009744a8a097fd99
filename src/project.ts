// `lamplighter/project`: everything that the commands do, as typed functions. Apart from `lamplighter`, which goes into handlers.
export { dlq, type LetterChoice, type RedriveOptions } from "./cli/library/dead-letters.ts";
export type * from "./cli/library/documents.ts";
export {
  type HistoryOptions,
  history,
  type LogsOptions,
  list,
  logs,
  type NextOptions,
  next,
  type SimulateOptions,
  show,
  simulate,
  type WhyOptions,
  why,
} from "./cli/library/reading.ts";
export {
  type DestroyOptions,
  destroy,
  type IamOptions,
  iam,
  type PlanOptions,
  plan,
  type RollbackOptions,
  rollback,
  type SyncOptions,
  sync,
  validate,
  verify,
} from "./cli/library/reconciling.ts";
export {
  type BackfillOptions,
  backfill,
  type CancelOptions,
  cancel,
  type PauseOptions,
  pause,
  type RunOptions,
  resume,
  run,
} from "./cli/library/running.ts";
export type { Instant, Settings } from "./cli/library/settings.ts";
export { LampError } from "./core/error.ts";
export type { Run, RunAttempt, RunStatus } from "./history/run.ts";
