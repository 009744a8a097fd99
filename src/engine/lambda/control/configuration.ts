// A version's settings: Lambda's defaults filled in, its limits and reserved names checked, its answer's shape.
import { invalid } from "../faults.ts";
import { functionArn, LATEST, type Place } from "../names.ts";
import { configurationOf, type VersionRow } from "./functions-table.ts";

/** The members of CreateFunction and UpdateFunctionConfiguration that are kept as they come. */
export interface Configuration {
  readonly Runtime?: string;
  readonly Role: string;
  readonly Handler?: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly TracingConfig: { readonly Mode: string };
  readonly Architectures: readonly string[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly SnapStart: { readonly ApplyOn: string };
  readonly LoggingConfig: LoggingConfig;
  readonly VpcConfig?: object;
}

export interface LoggingConfig {
  readonly LogFormat?: "Text" | "JSON";
  readonly ApplicationLogLevel?: string;
  readonly SystemLogLevel?: "DEBUG" | "INFO" | "WARN";
  readonly LogGroup?: string;
}

type Given = Readonly<Partial<Configuration> & Record<string, unknown>>;

const MEMBERS = [
  ..."Runtime Role Handler Description Timeout MemorySize Environment DeadLetterConfig KMSKeyArn".split(" "),
  ..."TracingConfig Architectures EphemeralStorage SnapStart LoggingConfig VpcConfig".split(" "),
];

/** Quotas page; the service model allows more, for managed instances only. */
const LONGEST_TIMEOUT = 900;
const MOST_MEMORY = 10_240;
const VARIABLES_BYTES = 4_096;

/** Lambda Developer Guide, "Using environment variables": reserved variables. */
const RESERVED = new Set([
  ..."_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME".split(" "),
  ..."AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE".split(" "),
  ..."AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID".split(" "),
  ..."AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR".split(" "),
]);

export function newConfiguration(name: string, given: Given): Configuration {
  if ((given["PackageType"] ?? "Zip") !== "Zip")
    throw invalid("This engine runs zip packages only, no container images.");
  if (given.Runtime === undefined || given.Handler === undefined) {
    throw invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  }
  return checked(name, { ...picked(given), Role: given.Role ?? "" });
}

/** Members left out stay as they were; the environment's map is replaced whole (API reference). */
export function changedConfiguration(name: string, before: Configuration, given: Given): Configuration {
  return checked(name, { ...before, ...picked(given) });
}

function picked(given: Given): Partial<Configuration> {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => MEMBERS.includes(key) && value !== undefined),
  );
}

function checked(name: string, given: Partial<Configuration> & { Role: string }): Configuration {
  const { Timeout = 3, MemorySize = 128, LoggingConfig = {} } = given;
  if (Timeout > LONGEST_TIMEOUT) throw tooLarge("timeout", Timeout, LONGEST_TIMEOUT);
  if (MemorySize > MOST_MEMORY) throw tooLarge("memorySize", MemorySize, MOST_MEMORY);
  checkVariables(given.Environment?.Variables ?? {});
  const { LogFormat = "Text", LogGroup = `/aws/lambda/${name}` } = LoggingConfig;
  if (LogFormat === "Text" && (LoggingConfig.ApplicationLogLevel ?? LoggingConfig.SystemLogLevel)) {
    throw invalid("ApplicationLogLevel and SystemLogLevel need LogFormat JSON.");
  }
  const levels =
    LogFormat === "JSON"
      ? {
          ApplicationLogLevel: LoggingConfig.ApplicationLogLevel ?? "INFO",
          SystemLogLevel: LoggingConfig.SystemLogLevel ?? "INFO",
        }
      : {};
  return {
    ...given,
    Description: given.Description ?? "",
    Timeout,
    MemorySize,
    TracingConfig: given.TracingConfig ?? { Mode: "PassThrough" },
    Architectures: given.Architectures ?? ["x86_64"],
    EphemeralStorage: given.EphemeralStorage ?? { Size: 512 },
    SnapStart: given.SnapStart ?? { ApplyOn: "None" },
    LoggingConfig: { LogFormat, LogGroup, ...levels },
  };
}

const tooLarge = (member: string, value: number, most: number) =>
  invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
  );

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((key) => RESERVED.has(key));
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size > VARIABLES_BYTES) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables).slice(0, 64)}…`,
    );
  }
}

/** FunctionConfiguration but for its states. */
export function described(place: Place, row: VersionRow, qualifier?: string) {
  const configuration = configurationOf(row);
  const { SnapStart, Environment, ...rest } = configuration;
  return {
    ...rest,
    // Without variables there is no Environment in the answer.
    Environment: Object.keys(Environment?.Variables ?? {}).length > 0 ? Environment : undefined,
    SnapStart: { ...SnapStart, OptimizationStatus: "Off" },
    FunctionName: row.name,
    FunctionArn: functionArn(place, row.name, qualifier ?? (row.version === LATEST ? undefined : row.version)),
    Version: row.version,
    CodeSize: row.code_size,
    CodeSha256: row.code_sha256,
    RevisionId: row.revision_id,
    LastModified: new Date(row.modified_at).toISOString().replace("Z", "+0000"),
    PackageType: "Zip",
  };
}
