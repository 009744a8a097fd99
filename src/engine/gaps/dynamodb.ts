// DynamoDB. Legacy parameters, streams and replicas are refused by the operations in their own words.
import type { Gap } from "./gap.ts";

export const DYNAMODB_GAPS: readonly Gap[] = [
  { operations: "UpdateTable", parameters: "GlobalTableSettingsReplicationMode" },
  {
    operations: "CreateTable UpdateTable",
    parameters: "SSESpecification",
    harmless: "nothing is encrypted on this machine",
  },
  {
    operations: "CreateTable UpdateTable",
    parameters:
      "WarmThroughput OnDemandThroughput GlobalSecondaryIndexes.WarmThroughput GlobalSecondaryIndexes.OnDemandThroughput " +
      "GlobalSecondaryIndexUpdates.Create.WarmThroughput GlobalSecondaryIndexUpdates.Create.OnDemandThroughput " +
      "GlobalSecondaryIndexUpdates.Update.WarmThroughput GlobalSecondaryIndexUpdates.Update.OnDemandThroughput",
    harmless: "the engine limits no throughput",
  },
  { operations: "ListTagsOfResource", parameters: "NextToken", harmless: "all tags come in one answer" },
  {
    operations: "UpdateContinuousBackups",
    parameters: "PointInTimeRecoverySpecification.RecoveryPeriodInDays",
    harmless: "the engine cannot restore a table",
  },
  {
    operations: "CreateTable UpdateTable",
    parameters: "StreamSpecification",
    refusedByOperation: true,
  },
  {
    operations: "CreateTable",
    parameters: "ResourcePolicy GlobalTableSourceArn GlobalTableSettingsReplicationMode VectorIndexes",
    refusedByOperation: true,
  },
  {
    operations: "UpdateTable",
    parameters: "ReplicaUpdates MultiRegionConsistency GlobalTableWitnessUpdates VectorIndexUpdates",
    refusedByOperation: true,
  },
  { operations: "PutItem DeleteItem UpdateItem", parameters: "Expected ConditionalOperator", refusedByOperation: true },
  { operations: "UpdateItem", parameters: "AttributeUpdates", refusedByOperation: true },
  {
    operations: "Query",
    parameters: "KeyConditions QueryFilter ConditionalOperator AttributesToGet",
    refusedByOperation: true,
  },
  { operations: "Scan", parameters: "ScanFilter ConditionalOperator AttributesToGet", refusedByOperation: true },
  { operations: "GetItem", parameters: "AttributesToGet", refusedByOperation: true },
];
