// What the control plane's operations share: tables, code, and word to the host when a function changed.
import { type EngineContext, ServiceError } from "../../service.ts";
import type { CodeStore, Package } from "../code-store.ts";
import { CANNOT_BE_ASSUMED, invalid } from "../faults.ts";
import { destinationAction, LATEST } from "../names.ts";
import type { ExecutionRoles } from "../roles.ts";
import { type Configuration, described } from "./configuration.ts";
import type { CodeInput } from "./functions.ts";
import type { FunctionsTable, VersionRow } from "./functions-table.ts";
import { stateMembers, Transitions } from "./transitions.ts";

/** Throws ServiceError where there is no such bucket or object. */
export type ReadObject = (bucket: string, key: string) => Promise<Uint8Array>;

export interface ControlOptions {
  readonly context: EngineContext;
  readonly table: FunctionsTable;
  readonly code: CodeStore;
  readonly roles: ExecutionRoles;
  /** An object of the engine's S3. */
  readonly readObject: ReadObject | undefined;
  /** Code, settings or existence of a function changed. */
  readonly changed: (name: string) => void;
  readonly readyMs: number;
}

export class Control {
  readonly context: EngineContext;
  readonly table: FunctionsTable;
  readonly code: CodeStore;
  readonly changed: (name: string) => void;
  readonly transitions: Transitions;
  readonly #roles: ExecutionRoles;
  readonly #readObject: ControlOptions["readObject"];

  constructor(options: ControlOptions) {
    this.context = options.context;
    this.table = options.table;
    this.code = options.code;
    this.changed = options.changed;
    this.transitions = new Transitions(options.context.clock, options.readyMs);
    this.#roles = options.roles;
    this.#readObject = options.readObject;
  }

  deleted(name: string): void {
    this.#roles.endKeysOf(name);
    this.changed(name);
  }

  /** The version that runs now for a qualifier: while an update is in progress, still the one before it. */
  inForce(name: string, qualifier: string | undefined): VersionRow {
    const version = this.table.resolve(name, qualifier);
    const transition = this.transitions.of(name);
    return transition?.state === "InProgress" && version.version === LATEST ? transition.before : version;
  }

  /** As `inForce`, for a caller who is refused while the function is being made. */
  invocable(name: string, qualifier: string | undefined): VersionRow {
    const version = this.inForce(name, qualifier);
    this.transitions.refusePending(name);
    return version;
  }

  /** FunctionConfiguration as every operation answers it; `qualifier` is what the caller asked for. */
  described(row: VersionRow, qualifier?: string) {
    const transition = this.transitions.of(row.name);
    const isOfRow = transition?.state === "Pending" || row.version === LATEST;
    return { ...described(this.context, row, qualifier), ...stateMembers(isOfRow ? transition : undefined) };
  }

  packageOf({ ZipFile, ImageUri }: CodeInput): Uint8Array {
    if (ImageUri !== undefined) throw invalid("This engine runs zip packages only, no container images.");
    if (ZipFile !== undefined) return ZipFile;
    throw invalid("Please provide a source for function code.");
  }

  /** Code that lies in a bucket of the engine's, as if it had come with the request. */
  async fetched({ S3Bucket, S3Key, ZipFile, ImageUri }: CodeInput): Promise<CodeInput> {
    if (S3Bucket === undefined || S3Key === undefined || !this.#readObject) {
      throw invalid("Please provide a source for function code.");
    }
    if (ZipFile ?? ImageUri) {
      throw invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    try {
      return { ZipFile: await this.#readObject(S3Bucket, S3Key) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const reason = `S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`;
      throw invalid(`Error occurred while GetObject. ${reason}`);
    }
  }

  /** `$LATEST` is about to change, and runs on as it was until the change is in force. */
  replaced(before: VersionRow): void {
    this.transitions.updated(before.name, before);
    // Its package may be forgotten before its last run.
    if (this.transitions.of(before.name)) this.code.unpacked(before.code_sha256);
  }

  /** Lambda takes the role to see that it can, and that it can write to the function's dead-letter queue. */
  checkRole(name: string, { Role, DeadLetterConfig }: Configuration): void {
    if (!this.#roles.assumable(Role)) throw invalid(CANNOT_BE_ASSUMED);
    const queue = DeadLetterConfig?.TargetArn;
    if (!queue?.includes(":sqs:")) return;
    if (this.#roles.denial(Role, name, "sqs:SendMessage", queue) !== undefined) {
      throw invalid("The provided execution role does not have permissions to call SendMessage on SQS");
    }
  }

  /** Lambda takes no destination that the function's own role may not write to. */
  checkDestination(name: string, { Role }: Configuration, arn: string): void {
    const action = destinationAction(arn);
    if (action === undefined || this.#roles.denial(Role, name, action, arn) === undefined) return;
    const call = action.slice(action.indexOf(":") + 1);
    throw invalid(`The function's execution role does not have permissions to call ${call} on ${arn}`);
  }

  /** A new state of `$LATEST`, with a revision of its own. */
  writeLatest(name: string, configuration: Configuration, code: Package): VersionRow {
    const row: VersionRow = {
      name,
      version: LATEST,
      number: 0,
      configuration: JSON.stringify(configuration),
      code_sha256: code.sha256,
      code_size: code.size,
      revision_id: this.context.random.uuid(),
      modified_at: this.context.clock.now(),
    };
    this.table.writeVersion(row);
    return row;
  }
}
