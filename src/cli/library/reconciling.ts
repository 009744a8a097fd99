// The file and the cloud, from a program: check, plan, sync, verify, go back, take away.
import { destroy as destroyCommand } from "../commands/destroy.ts";
import { iam as iamCommand } from "../commands/iam.ts";
import { plan as planCommand } from "../commands/plan.ts";
import { rollback as rollbackCommand } from "../commands/rollback.ts";
import { sync as syncCommand } from "../commands/sync.ts";
import { validate as validateCommand } from "../commands/validate.ts";
import { verify as verifyCommand } from "../commands/verify.ts";
import { callCommand } from "./call-command.ts";
import type {
  DestroyDocument,
  IamDocument,
  PlanDocument,
  RollbackDocument,
  SyncDocument,
  ValidateDocument,
  VerifyDocument,
} from "./documents.ts";
import type { Settings } from "./settings.ts";

/** Checks jobs.yaml and the environment's file: every problem at once, with line and column. Makes no call. */
export const validate = (settings: Settings = {}): Promise<ValidateDocument> =>
  callCommand(validateCommand, settings, []);

export interface PlanOptions extends Settings {
  /** Also plans the deletion of what is ours and not in the file. */
  readonly prune?: boolean;
  /** Accepts a plan that deletes a large share of the schedules. */
  readonly allowManyDeletes?: boolean;
  /** Reads everything anew, not only what moved since it was read last. */
  readonly full?: boolean;
}

/** What sync would change; nothing is done. Rejects with `invalid-files` where the files have problems. */
export const plan = ({ prune, allowManyDeletes, full, ...settings }: PlanOptions = {}): Promise<PlanDocument> =>
  callCommand(planCommand, settings, [], { prune, allowManyDeletes, full });

export interface SyncOptions extends PlanOptions {
  /** Refuses any other plan than the one with this fingerprint. */
  readonly expect?: string;
  /** How long another sync is waited for: `5m`. Left out, it is refused, naming the other. */
  readonly waitLock?: string;
  /** Deletes without asking; where there is something to delete, a program has to say it. */
  readonly yes?: boolean;
}

/** Makes the cloud agree with the file. Resolves also when a part failed: each action has its `status`. */
export const sync = (options: SyncOptions = {}): Promise<SyncDocument> => {
  const { prune, allowManyDeletes, full, expect, waitLock, yes, ...settings } = options;
  return callCommand(syncCommand, settings, [], { prune, allowManyDeletes, full, expect, waitLock, yes });
};

/** Walks everything that the jobs rest on: OK, NG or SKIP, with the fix. Changes nothing; `ok` is false when anything is NG. */
export const verify = (settings: Settings = {}): Promise<VerifyDocument> => callCommand(verifyCommand, settings, []);

export interface IamOptions extends Settings {
  /** `read`, `plan`, `run`, `sync` or `destroy`, or several with commas; all if left out. */
  readonly for?: string;
}

/** The policy that whoever uses lamp so needs, and nothing more. Makes no call. */
export const iam = ({ for: uses, ...settings }: IamOptions = {}): Promise<IamDocument> =>
  callCommand(iamCommand, settings, [], { for: uses });

export interface RollbackOptions extends Settings {
  readonly job: string;
  /** A published version; the one before the live one if left out. */
  readonly to?: number | string;
}

/** Runs an earlier version of a job's code again, at once, until the next sync. */
export const rollback = ({ job, to, ...settings }: RollbackOptions): Promise<RollbackDocument> =>
  callCommand(rollbackCommand, settings, [job], { to });

export interface DestroyOptions extends Settings {
  /** Leaves the ledger and the log groups. */
  readonly keepHistory?: boolean;
  /** Nobody is there to be asked. */
  readonly yes: true;
}

/** Removes what is ours in an environment. Refused while dead letters wait, and in one that is protected. */
export const destroy = ({ keepHistory, yes, ...settings }: DestroyOptions): Promise<DestroyDocument> =>
  callCommand(destroyCommand, settings, [], { keepHistory, yes });
