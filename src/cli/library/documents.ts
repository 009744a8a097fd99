// The documents that the commands answer with under --json. Times are ISO UTC; `null` is what there is not.
import type { Json } from "../../core/json.ts";
import type { ResourceKind } from "../../desired/resource.ts";
import type { Run } from "../../history/run.ts";
import type { Statistics } from "../../history/statistics.ts";
import type { Problem } from "../../manifest/problem.ts";
import type { Change, Plan } from "../../plan/plan.ts";
import type { CheckResult } from "../../verification/check.ts";
import type { DueTime } from "../upcoming.ts";

/** Every document says which form it has. */
interface Document {
  readonly format: 1;
}

export interface ValidateDocument extends Document {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

export interface PlannedAction {
  readonly action: "create" | "update" | "delete" | "keep";
  readonly kind: ResourceKind;
  readonly name: string;
  /** The one job it belongs to; null for what several share. */
  readonly job: string | null;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

export interface PlanDocument extends Document, Pick<Plan, "fingerprint" | "drift" | "orphans" | "foreign" | "held"> {
  readonly env: string;
  readonly actions: readonly PlannedAction[];
  readonly summary: Readonly<Record<"create" | "update" | "delete" | "unchanged", number>>;
  readonly apiCalls: number;
  /** What stands as it was read earlier. */
  readonly asOf: readonly { readonly kind: ResourceKind; readonly name: string; readonly at: string }[];
  /** Handlers that do not compile, whose jobs stay as they are. */
  readonly failures: readonly {
    readonly handler: string;
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
    readonly message: string;
    readonly jobs: readonly string[];
  }[];
}

/** Without a status an action was no step: an orphan that is kept. */
export interface AppliedAction extends PlannedAction {
  readonly status?: "done" | "failed" | "notAttempted";
  readonly error?: string | null;
}

export interface SyncDocument extends Omit<PlanDocument, "actions"> {
  readonly actions: readonly AppliedAction[];
}

export type DestroyDocument = Omit<SyncDocument, "asOf" | "failures">;

export interface VerifyDocument extends Document {
  /** False when anything is NG. */
  readonly ok: boolean;
  readonly checks: readonly {
    readonly kind: string;
    readonly name: string;
    readonly check: string;
    readonly result: CheckResult;
    readonly detail: string;
    readonly fix: string | null;
  }[];
}

export interface IamDocument extends Document {
  readonly env: string;
  readonly for: readonly string[];
  /** Ready for IAM. */
  readonly policy: { readonly Version: string; readonly Statement: readonly Readonly<Record<string, unknown>>[] };
  /** Characters as IAM counts them. */
  readonly size: number;
  /** Whether a managed policy holds it. */
  readonly fits: boolean;
  /** What AWS knows no narrower resource for. */
  readonly open: readonly { readonly sid: string; readonly actions: readonly string[]; readonly why: string }[];
}

export interface RollbackDocument extends Document {
  readonly function: string;
  readonly from: string;
  readonly to: string;
  /** All that share the function. */
  readonly jobs: readonly string[];
  readonly next: string;
}

export interface PauseSaid {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly until: string | null;
}

export interface ListDocument extends Document {
  readonly jobs: readonly {
    readonly name: string;
    readonly description: string | null;
    readonly owner: string | null;
    readonly runbook: string | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly state: string;
    readonly pause: PauseSaid | null;
    readonly schedules: readonly {
      readonly expression: string;
      readonly source: string;
      readonly words: string;
      readonly zone: string;
    }[];
    readonly nextDue: string | null;
    readonly lastRun: Run | null;
    readonly recent: readonly Pick<Run, "id" | "status" | "due" | "durationMs">[];
    readonly counts: Statistics["counts"];
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
  }[];
}

export interface NextDocument extends Document {
  readonly times: readonly DueTime[];
}

export interface RunDocument extends Document {
  readonly run: Run;
}

export interface HistoryDocument extends Document {
  readonly runs: readonly Run[];
  /** Where the next page begins; null at the end. */
  readonly cursor: string | null;
}

export interface LogsDocument extends Document {
  /** Of the run whose lines they are; null for a job that has not run. */
  readonly run: string | null;
  readonly lines: readonly string[];
}

export interface LetterShown {
  readonly id: string;
  readonly queue: "undelivered" | "failed";
  readonly job: string;
  readonly due: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attempts: number;
  readonly sentAt: string;
  readonly input: Json;
  /** Id of its run. */
  readonly run: string;
  /** How often it was redriven before. */
  readonly redriven: number;
}

export interface WhyDocument extends Document {
  readonly job: string;
  readonly at: string;
  readonly due: boolean;
  readonly dueAt: string | null;
  /** Full sentences, the most telling first. */
  readonly because: readonly string[];
  readonly runs: readonly Run[];
  readonly letters: readonly LetterShown[];
}

export interface LettersDocument extends Document {
  readonly letters: readonly LetterShown[];
  /** Messages in the queues that are no letters of ours. */
  readonly unreadable: number;
}

export interface RedriveDocument extends Document, Readonly<Record<RedriveStatus, number>> {
  readonly dryRun: boolean;
  readonly letters: readonly (LetterShown & { readonly status: RedriveStatus; readonly reason: string | null })[];
}
type RedriveStatus = "redriven" | "duplicate" | "left" | "failed";

export interface PurgeDocument extends Document {
  readonly purged: number;
}

export interface MadeUp {
  readonly due: string;
  readonly id: string;
  readonly status: Run["status"] | "would" | "left";
  readonly reason: string | null;
}

export interface BackfillDocument extends Document {
  readonly job: string;
  readonly dryRun: boolean;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly left: number;
  readonly would: number;
  readonly runs: readonly MadeUp[];
}

export interface PauseDocument extends Document {
  readonly job: string;
  readonly pause: PauseSaid;
  /** The schedules that were changed in the cloud. */
  readonly schedules: readonly string[];
}

export interface ResumeDocument extends Document {
  readonly job: string;
  readonly pause: null;
  /** What ended; null where nothing was paused. */
  readonly was: PauseSaid | null;
  readonly schedules: readonly string[];
  readonly caughtUp: readonly MadeUp[];
}
