// A function's settings in Lambda's shape and in the normal form.
import type { FunctionConfiguration, Runtime } from "@aws-sdk/client-lambda";
import { stableJson } from "../../../core/json.ts";
import type { FunctionResource, Tags } from "../../../desired/resource.ts";

/** `tags` belong to the function as a whole; `configuration` may be one version's. */
export function normalForm(name: string, configuration: FunctionConfiguration, tags: Tags): FunctionResource {
  return {
    kind: "function",
    name,
    description: configuration.Description ?? "",
    roleArn: configuration.Role ?? "",
    handler: configuration.Handler ?? "",
    runtime: configuration.Runtime ?? "",
    architecture: configuration.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
    memoryMb: configuration.MemorySize ?? 128,
    timeoutSeconds: configuration.Timeout ?? 3,
    storageMb: configuration.EphemeralStorage?.Size ?? 512,
    environment: configuration.Environment?.Variables ?? {},
    layers: (configuration.Layers ?? []).map(({ Arn }) => Arn ?? ""),
    logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    codeSha256: configuration.CodeSha256 ?? "",
    tags,
  };
}

/** What CreateFunction and UpdateFunctionConfiguration both take; an update replaces the environment as a whole. */
export function settingsOf(wanted: FunctionResource) {
  return {
    FunctionName: wanted.name,
    Description: wanted.description,
    Role: wanted.roleArn,
    Handler: wanted.handler,
    Runtime: wanted.runtime as Runtime,
    MemorySize: wanted.memoryMb,
    Timeout: wanted.timeoutSeconds,
    EphemeralStorage: { Size: wanted.storageMb },
    Environment: { Variables: { ...wanted.environment } },
    Layers: [...wanted.layers],
    LoggingConfig: { LogGroup: wanted.logGroup },
  };
}

/** Code and architecture go by UpdateFunctionCode, everything else by UpdateFunctionConfiguration. */
export const hasSameCode = (a: FunctionResource, b: FunctionResource): boolean =>
  a.codeSha256 === b.codeSha256 && a.architecture === b.architecture;

export const hasSameSettings = (a: FunctionResource, b: FunctionResource): boolean =>
  stableJson(settingsOf(a)) === stableJson(settingsOf(b));
