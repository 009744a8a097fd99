// The normal form: every AWS thing we make, as a value. Desired and actual are both built in this form, so that equal means in sync.
import type { JsonObject } from "../core/json.ts";

export type Tags = Readonly<Record<string, string>>;

export interface GroupResource {
  readonly kind: "group";
  readonly name: string;
  readonly tags: Tags;
}

/** An IAM policy document in canonical form: statements in order, actions and resources sorted lists. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly JsonObject[];
}

export interface RoleResource {
  readonly kind: "role";
  readonly name: string;
  readonly description: string;
  readonly trust: PolicyDocument;
  /** The one inline policy, named `lamplighter`. */
  readonly policy: PolicyDocument;
  readonly tags: Tags;
}

export interface QueueResource {
  readonly kind: "queue";
  readonly name: string;
  readonly retentionSeconds: number;
  readonly visibilitySeconds: number;
  readonly tags: Tags;
}

/** The ledger: on-demand, string keys `pk` and `sk`, index `recent` (`day`, `sort`), TTL on `expiresAt`. */
export interface TableResource {
  readonly kind: "table";
  readonly name: string;
  readonly ttlAttribute: string;
  readonly indexes: readonly { readonly name: string; readonly partitionKey: string; readonly sortKey: string }[];
  readonly tags: Tags;
}

export interface LogGroupResource {
  readonly kind: "log-group";
  readonly name: string;
  readonly retentionDays: number;
  readonly tags: Tags;
}

/** A function with its published version behind alias `live`: actual is equal only when the alias runs this code and configuration. */
export interface FunctionResource {
  readonly kind: "function";
  readonly name: string;
  readonly description: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly runtime: string;
  readonly architecture: "arm64" | "x86_64";
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly storageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly layers: readonly string[];
  readonly logGroup: string;
  /** Base64 SHA-256 of the zip, as Lambda reports it. */
  readonly codeSha256: string;
  readonly tags: Tags;
}

/** Lambda's asynchronous settings on `<function>:live`; settings are per qualifier (Lambda guide, asynchronous invocation). */
export interface InvokeConfigResource {
  readonly kind: "invoke-config";
  /** `<function>:live`. */
  readonly name: string;
  readonly attempts: number;
  readonly maxAgeSeconds: number;
  readonly onFailureArn: string | undefined;
}

/** Retries of an existing function, set because the file asks for it; its destinations and all else of it are let alone. */
export interface RetrySettingsResource {
  readonly kind: "retry-settings";
  /** `<function>:<alias or version>`; `$LATEST` for a function named without one. */
  readonly name: string;
  readonly attempts: number;
  readonly maxAgeSeconds: number;
}

/** Where an existing function's records go, because the file asks for its runs to be recorded; all else of it is let alone. */
export interface RecordingResource {
  readonly kind: "recording";
  /** `<function>:<alias or version>`. */
  readonly name: string;
  readonly onSuccessArn: string | undefined;
  readonly onFailureArn: string | undefined;
}

export interface ScheduleResource {
  readonly kind: "schedule";
  readonly name: string;
  readonly group: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  /** Epoch milliseconds, whole seconds. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly windowMinutes: number | undefined;
  readonly deleteAfterCompletion: boolean;
  readonly targetArn: string;
  readonly roleArn: string;
  /** Exact text: the Scheduler's context attributes stand in it. */
  readonly input: string;
  readonly deadLetterArn: string | undefined;
  readonly attempts: number;
  readonly maxAgeSeconds: number;
}

export type Resource =
  | GroupResource
  | RoleResource
  | QueueResource
  | TableResource
  | LogGroupResource
  | FunctionResource
  | InvokeConfigResource
  | RetrySettingsResource
  | RecordingResource
  | ScheduleResource;

export type ResourceKind = Resource["kind"];

/** One observed thing. `owned` is false for a foreign resource that carries a name we want. */
export interface ActualResource {
  readonly resource: Resource;
  readonly owned: boolean;
}

/** What identifies a resource within an environment. */
export function resourceKey(resource: Pick<Resource, "kind" | "name">): string {
  return `${resource.kind}/${resource.name}`;
}
