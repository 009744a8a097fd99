// Lambda.
import type { Gap } from "./gap.ts";

export const LAMBDA_GAPS: readonly Gap[] = [
  {
    operations: "CreateFunction UpdateFunctionConfiguration",
    parameters:
      "Layers FileSystemConfigs ImageConfig CapacityProviderConfig DurableConfig TenancyConfig VpcConfig.SubnetIds " +
      "VpcConfig.SecurityGroupIds VpcConfig.Ipv6AllowedForDualStack",
  },
  {
    operations: "CreateFunction",
    parameters: "CodeSigningConfigArn PublishTo Code.S3ObjectVersion Code.SourceKMSKeyArn",
  },
  { operations: "CreateFunction", parameters: "Code.S3ObjectStorageMode", accepts: ["COPY"] },
  { operations: "UpdateFunctionCode", parameters: "S3ObjectVersion SourceKMSKeyArn PublishTo" },
  { operations: "UpdateFunctionCode", parameters: "S3ObjectStorageMode", accepts: ["COPY"] },
  { operations: "PublishVersion", parameters: "PublishTo" },
  { operations: "Invoke", parameters: "DurableExecutionName TenantId" },
  { operations: "ListFunctions", parameters: "MasterRegion" },
  {
    operations: "CreateFunction UpdateFunctionConfiguration",
    parameters: "KMSKeyArn",
    harmless: "kept and shown; nothing is encrypted on this machine",
  },
  {
    operations: "CreateFunction UpdateFunctionConfiguration",
    parameters: "TracingConfig",
    harmless: "kept and shown; there is no X-Ray to trace to",
  },
  {
    operations: "CreateFunction UpdateFunctionConfiguration",
    parameters: "SnapStart",
    harmless: "kept and shown; it makes starts quicker, and does not change what a function does",
  },
];
