// A job that is being made of what was found, and what of it could not be taken along.
import type { Json } from "../core/json.ts";

/** Where a job comes from. */
export interface Source {
  readonly kind: "schedule" | "rule";
  /** `<group>/<name>` of a schedule, the name of a rule. */
  readonly name: string;
  readonly arn: string;
  /** The target's id, of a rule. */
  readonly target: string | undefined;
}

/** Left out, with the reason: a whole schedule, rule or target, or a part of one. */
export interface Skipped extends Source {
  /** `schedule`, `rule`, `target`; or the part: `dead-letter queue`, `start`… */
  readonly what: string;
  readonly reason: string;
}

export interface Draft {
  readonly source: Source;
  /** Names to try, the best first; each is made to fit. */
  readonly names: readonly string[];
  /** The job's keys in the order of the file; undefined ones are left out. */
  readonly values: JobDraft;
  /** It fires now. */
  readonly isOn: boolean;
  /** What a reader of the file should know of it. */
  readonly notes: readonly string[];
  /** Parts that were left out. */
  readonly left: readonly Skipped[];
  /** Of a schedule that Lamplighter made: its job, and what it is called among the job's ("" for the only one). */
  readonly own?: { readonly job: string; readonly schedule: string };
}

export type JobDraft = Readonly<Record<string, Json | undefined>>;

export const skipped = (source: Source, what: string, reason: string): Skipped => ({ ...source, what, reason });

/** `schedule default/nightly`, `rule nightly, target 1`. */
export const sourceText = ({ kind, name, target }: Source): string =>
  `${kind} ${name}${target === undefined ? "" : `, target ${target}`}`;
