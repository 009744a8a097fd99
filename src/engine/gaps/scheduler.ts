// EventBridge Scheduler.
import type { Gap } from "./gap.ts";

export const SCHEDULER_GAPS: readonly Gap[] = [
  {
    operations: "CreateSchedule UpdateSchedule",
    parameters: "Target.EcsParameters Target.KinesisParameters Target.SageMakerPipelineParameters",
    // The targets that they are for are refused by their ARNs.
    refusedByOperation: true,
  },
  {
    operations: "CreateSchedule UpdateSchedule",
    parameters: "KmsKeyArn",
    harmless: "kept and shown; nothing is encrypted on this machine",
  },
];
