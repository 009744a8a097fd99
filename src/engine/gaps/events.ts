// EventBridge buses.
import type { Gap } from "./gap.ts";

export const EVENTS_GAPS: readonly Gap[] = [
  { operations: "CreateEventBus", parameters: "EventSourceName" },
  { operations: "CreateEventBus", parameters: "LogConfig.Level", accepts: ["OFF"] },
  { operations: "PutEvents", parameters: "EndpointId" },
  {
    operations: "PutTargets",
    parameters:
      "Targets.KinesisParameters Targets.RunCommandParameters Targets.EcsParameters Targets.BatchParameters " +
      "Targets.HttpParameters Targets.RedshiftDataParameters Targets.SageMakerPipelineParameters " +
      "Targets.AppSyncParameters",
  },
  { operations: "PutEvents", parameters: "Entries.TraceHeader", harmless: "there is no X-Ray to trace to" },
  {
    operations: "CreateEventBus",
    parameters: "KmsKeyIdentifier DeadLetterConfig LogConfig.IncludeDetail",
    harmless:
      "kept and shown; the dead-letter queue of a bus is for what cannot be decrypted, and nothing is encrypted",
  },
  {
    operations: "DeleteRule RemoveTargets",
    parameters: "Force",
    harmless: "for rules that an AWS service manages, which the engine has not",
  },
];
