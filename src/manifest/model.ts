// The Model: the whole manifest and one environment, parsed and complete. Nothing after it reads YAML or fills a default.
import type { JsonObject } from "../core/json.ts";
import type { Expression } from "../schedule/expression.ts";
import type { ParameterUse } from "./parameter-marks.ts";

export interface Model {
  readonly app: string;
  readonly environment: Environment;
  /** Whether a function of ours looks for due times at which nothing arrived: on AWS, unless the file says otherwise. */
  readonly watch: boolean;
  /** Sorted by name. */
  readonly jobs: readonly Job[];
  /** Absolute path of jobs.yaml; handler paths are relative to its folder. */
  readonly file: string;
  /** Values that came from outside the files into inputs and environments, and how they were written: never shown. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Marks of these stand in inputs and environments, to be filled when something is planned or run. */
  readonly parameters: readonly ParameterUse[];
}

export interface Environment {
  readonly name: string;
  /** `embedded`: the local engine of this project, no account needed. */
  readonly endpoint: "embedded" | string | undefined;
  readonly region: string;
  /** Sync refuses any other account. */
  readonly account: string | undefined;
  readonly profile: string | undefined;
  readonly protect: boolean;
  /** Whether the embedded engine checks what roles may do; AWS always does. */
  readonly enforcePermissions: boolean;
}

export interface Job {
  readonly name: string;
  readonly description: string | undefined;
  readonly schedules: readonly JobSchedule[];
  /** Either a handler file that we bundle, relative to the project with forward slashes, or an existing function. */
  readonly code: HandlerCode | ExistingCode;
  readonly input: JsonObject;
  /** Paths of what the input takes from elsewhere: no record of a run shows it. */
  readonly hide: readonly (readonly string[])[];
  readonly settings: FunctionSettings;
  readonly delivery: RetryPolicy;
  readonly retry: RetryPolicy;
  readonly deadLetter: boolean | string;
  readonly overlap: "skip" | "allow" | "queue" | "cancel";
  /** A run that cannot start within this of its due time is skipped as late. */
  readonly startBySeconds: number | undefined;
  /** undefined: what was missed, or held back by a pause, is not made up for. */
  readonly catchUp: CatchUp | undefined;
  readonly enabled: boolean;
  /** Former names, the latest first: their history and pause are this job's, and a due time that ran under one is not run again. */
  readonly was: readonly string[];
  /** `rule/<name>` or `schedule/<group>/<name>`: what fired it before. As long as that is on, the job's schedules are held back. */
  readonly replaces?: string;
  readonly keepDays: number;
  readonly owner: string | undefined;
  readonly runbook: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

export interface HandlerCode {
  readonly handler: string;
  /** The Python function in that file; undefined for Node.js, where it is the default export. */
  readonly entry?: string;
}

export interface ExistingCode {
  readonly function: string;
  /** Its retries, where the file asks for them to be set; undefined leaves them alone. */
  readonly retries?: RetryPolicy;
  /** Its event is the job's input as it stands, with nothing around it. */
  readonly plain?: true;
  /** How its runs end is told to the recorder, by its destinations. */
  readonly recorded?: true;
}

/** Which due times without a run are run later, and how far back they may lie. */
export interface CatchUp {
  readonly runs: "last" | "all";
  readonly windowSeconds: number;
}

/** What the function is made with: jobs with the same handler and equal settings share one function. */
export interface FunctionSettings {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly architecture: "arm64" | "x86_64";
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly storageMb: number;
  readonly layers: readonly string[];
  readonly permissions: readonly Permission[];
  /** An existing role (ARN) instead of one of ours. */
  readonly role: string | undefined;
}

export interface Permission {
  readonly allow: readonly string[];
  readonly on: readonly string[];
}

export interface RetryPolicy {
  readonly attempts: number;
  readonly maxAgeSeconds: number;
}

export interface JobSchedule {
  /** undefined for a job's only schedule: the AWS schedule is then named `<job>`, else `<job>.<name>`. */
  readonly name: string | undefined;
  /** As written in the file. */
  readonly source: string;
  readonly expression: Expression;
  readonly timezone: string;
  /** Epoch milliseconds between which the schedule is live. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly windowMinutes: number | undefined;
  /** What becomes of a due time that a clock change swallows: nothing, as in AWS, or a run right after the gap. */
  readonly dst: "skip" | "run-after";
}
