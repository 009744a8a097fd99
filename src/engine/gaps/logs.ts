// CloudWatch Logs.
import type { Gap } from "./gap.ts";

export const LOGS_GAPS: readonly Gap[] = [
  { operations: "CreateLogGroup", parameters: "deletionProtectionEnabled" },
  { operations: "CreateLogGroup DescribeLogGroups", parameters: "logGroupClass", accepts: ["STANDARD"] },
  { operations: "DescribeLogGroups", parameters: "accountIdentifiers includeLinkedAccounts logGroupIdentifiers" },
  { operations: "CreateLogGroup", parameters: "kmsKeyId", harmless: "nothing is encrypted on this machine" },
  {
    operations: "FilterLogEvents",
    parameters: "interleaved",
    harmless: "AWS ignores it too: events of all streams come interleaved",
  },
  { operations: "FilterLogEvents GetLogEvents", parameters: "unmask", harmless: "nothing is masked" },
  { operations: "PutLogEvents", parameters: "sequenceToken", harmless: "AWS ignores it too" },
  { operations: "PutLogEvents", parameters: "entity", harmless: "no answer of the engine shows entities" },
];
