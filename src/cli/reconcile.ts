// From a project to its plan: bundle, desired, observe, plan. What `plan` prints is what `sync` applies.

import type { Cloud, CloudIdentity } from "../apply/cloud.ts";
import { createCloud } from "../aws/cloud.ts";
import type { Observation } from "../aws/observe/observation.ts";
import type { BundleFailure } from "../bundle/bundle.ts";
import { bundleHandlers } from "../bundle/bundle-handlers.ts";
import { bundleOwn } from "../bundle/bundle-own.ts";
import { systemClock } from "../core/clock.ts";
import { silentLog } from "../core/log.ts";
import { type Desired, desiredResources, RECORDER_CODE, WATCH_CODE } from "../desired/desired-resources.ts";
import { type FunctionGroup, groupJobs } from "../desired/group-jobs.ts";
import { recorderFunctionName, watchFunctionName } from "../desired/names.ts";
import type { Resource } from "../desired/resource.ts";
import { type Holds, NO_HOLDS, withJobHolds } from "../desired/with-holds.ts";
import type { SyncState } from "../ledger/reads/sync-state.ts";
import { isTold, recordsRuns } from "../manifest/code.ts";
import type { Job, Model } from "../manifest/model.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { recorderEntry, runtimeEntry, watchEntry } from "./assets.ts";
import type { Connection } from "./connection.ts";
import { withEditWarnings } from "./edit-warnings.ts";
import { withExistingWarnings } from "./existing-warnings.ts";
import { firedElsewhere } from "./fired-elsewhere.ts";
import { holdsOf } from "./holds.ts";
import { type Look, lookAtCloud, type Variants } from "./look-at-cloud.ts";
import { fillResources } from "./parameters.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";
import { withRuleWarnings } from "./rule-warnings.ts";

export interface Reconciliation {
  readonly plan: Plan;
  readonly cloud: Cloud;
  readonly place: CloudIdentity;
  /** What the plan was made from. */
  readonly seen: Observation;
  readonly wanted: readonly Resource[];
  readonly variants: Variants;
  readonly hasLedger: boolean;
  /** The jobs and what the ledger knows of them: what a renamed one takes along is written from it. */
  readonly jobs: readonly Job[];
  readonly state: SyncState;
  /** Zip by function name. */
  readonly code: ReadonlyMap<string, Uint8Array>;
  /** Jobs of existing functions, whose runs leave nothing in the ledger. */
  readonly unrecorded: ReadonlySet<string>;
  /** Handlers that did not compile: their jobs stay as they are. */
  readonly failures: readonly JobFailure[];
  /** Absolute paths of every file that went into a bundle. */
  readonly inputs: readonly string[];
}

export interface JobFailure extends BundleFailure {
  readonly jobs: readonly string[];
}

export interface PruneChoice {
  readonly prune: boolean;
  readonly allowManyDeletes: boolean;
}

/** `full` reads everything anew, whatever is remembered. */
export async function reconcile(
  project: Project,
  connection: Connection,
  choice: PruneChoice,
  full = false,
): Promise<Reconciliation> {
  const { model } = project;
  const now = systemClock.now();
  const groups = groupJobs(model);
  const cloud = createCloud({ clients: connection.clients, clock: systemClock });
  const [bundled, watcher, recorder, look, elsewhere] = await Promise.all([
    bundleHandlers({
      project: project.directory,
      handlers: groups.map(({ handler }) => handler),
      targets: new Map(groups.map(({ handler, jobs }) => [handler, jobs[0].settings])),
      runtimeEntry: runtimeEntry(),
      log: silentLog,
    }),
    model.watch ? bundleOwn(watchEntry()) : undefined,
    model.jobs.some(isTold) ? bundleOwn(recorderEntry()) : undefined,
    lookAtCloud(model, connection, full),
    firedElsewhere(model, connection.clients),
  ]);
  const { place, variants } = look;
  refuseOtherAccount(model.environment, place);
  const hashes = new Map(groups.map(({ handler }) => [handler, bundled.bundles.get(handler)?.codeSha256 ?? ""]));
  if (watcher) hashes.set(WATCH_CODE, watcher.codeSha256);
  if (recorder) hashes.set(RECORDER_CODE, recorder.codeSha256);
  const asked = desiredResources(model, place, hashes, now);
  const { resources, secrets } = await fillResources(model, asked.resources, connection);
  const desired = { ...asked, resources };
  const failed = groups.filter(({ handler }) => !bundled.bundles.has(handler));
  const planFrom = (seen: Observation) =>
    planOf({ ...model, secrets }, desired, look, seen, connection, failed, choice, elsewhere);
  let seen = await look.read(desired.resources);
  let planned = await planFrom(seen);
  if (seen.earlier.length > 0 && hasSteps(planned)) {
    seen = await look.readAgain(desired.resources, seen);
    planned = await planFrom(seen);
  }
  const checked = await withExistingWarnings(planned, desired.resources, place, connection.clients);
  const warned = connection.embedded ? checked : await withRuleWarnings(checked, model.jobs, connection.clients);
  return {
    plan: withEditWarnings(warned, desired.resources, now),
    cloud,
    place,
    seen,
    wanted: desired.resources,
    variants,
    hasLedger: hasLedger(seen),
    jobs: model.jobs,
    state: look.state,
    code: new Map([
      ...codeByFunction(groups, bundled.bundles),
      ...(watcher ? [[watchFunctionName(model.app, model.environment.name), watcher.code] as const] : []),
      ...(recorder ? [[recorderFunctionName(model.app, model.environment.name), recorder.code] as const] : []),
    ]),
    unrecorded: new Set(model.jobs.flatMap((job) => (recordsRuns(job) ? [] : [job.name]))),
    failures: bundled.failures.map((failure) => ({ ...failure, jobs: jobsOf(failed, failure.handler) })),
    inputs: [...bundled.bundles.values()].flatMap(({ inputs }) => inputs),
  };
}

async function planOf(
  model: Model,
  desired: Desired,
  { state }: Look,
  seen: Observation,
  connection: Connection,
  failed: readonly FunctionGroup[],
  { prune, allowManyDeletes }: PruneChoice,
  elsewhere: Holds["jobs"],
): Promise<Plan> {
  const { actual } = seen;
  const known = hasLedger(seen);
  const untouched = keptAsTheyAre(failed);
  const { record, pauses, renames } = state;
  const holds = known
    ? await holdsOf(connection.ledger, { pauses, renames, jobs: model.jobs }, desired.resources, actual)
    : NO_HOLDS;
  return makePlan({
    environment: model.environment.name,
    desired: desired.resources.filter((resource) => !untouched(resource)),
    actual: actual.filter(({ resource }) => !untouched(resource)),
    functionOf: desired.functionOf,
    movedTo: desired.movedTo,
    now: systemClock.now(),
    lastSynced: known ? record?.desiredFingerprint : undefined,
    holds: withJobHolds(holds, elsewhere),
    secrets: model.secrets,
    prune,
    allowManyDeletes,
  });
}

const hasLedger = ({ actual }: Observation): boolean =>
  actual.some(({ resource, owned }) => resource.kind === "table" && owned);

const hasSteps = ({ actions }: Plan): boolean => actions.some(({ action }) => action !== "keep");

/** A handler that does not compile today is no reason to touch what it ran as yesterday. */
function keptAsTheyAre(failed: readonly FunctionGroup[]): (resource: Resource) => boolean {
  const functions = new Set(failed.map(({ name }) => name));
  const jobs = new Set(failed.flatMap((group) => group.jobs.flatMap(({ name, was }) => [name, ...was])));
  const kept = new Set(["function", "role", "log-group", "invoke-config"]);
  return (resource) => {
    if (resource.kind === "schedule") return jobs.has(resource.name.split(".", 1)[0] ?? "");
    const name = resource.name.replace(/^\/aws\/lambda\//, "").replace(/:live$/, "");
    return kept.has(resource.kind) && functions.has(name);
  };
}

const jobsOf = (groups: readonly FunctionGroup[], handler: string): string[] =>
  groups.filter((group) => group.handler === handler).flatMap((group) => group.jobs.map(({ name }) => name));

function codeByFunction(
  groups: readonly FunctionGroup[],
  bundles: ReadonlyMap<string, { readonly code: Uint8Array }>,
): ReadonlyMap<string, Uint8Array> {
  const code = new Map<string, Uint8Array>();
  for (const { name, handler } of groups) {
    const bundle = bundles.get(handler);
    if (bundle) code.set(name, bundle.code);
  }
  return code;
}
