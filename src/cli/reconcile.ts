// From a project to its plan: bundle, desired, observe, plan. What `plan` prints is what `sync` applies.

import type { Cloud } from "../apply/cloud.ts";
import { createCloud } from "../aws/cloud.ts";
import type { BundleFailure } from "../bundle/bundle.ts";
import { bundleHandlers } from "../bundle/bundle-handlers.ts";
import { systemClock } from "../core/clock.ts";
import { silentLog } from "../core/log.ts";
import { type Desired, desiredResources } from "../desired/desired-resources.ts";
import { type FunctionGroup, groupJobs } from "../desired/group-jobs.ts";
import type { Resource } from "../desired/resource.ts";
import { NO_HOLDS } from "../desired/with-holds.ts";
import { readSyncRecord } from "../ledger/sync-record.ts";
import type { Model } from "../manifest/model.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { runtimeEntry } from "./assets.ts";
import type { Connection } from "./connection.ts";
import { withEditWarnings } from "./edit-warnings.ts";
import { WrongAccount } from "./errors.ts";
import { holdsOf } from "./holds.ts";
import type { Project } from "./project.ts";
import { withRuleWarnings } from "./rule-warnings.ts";

export interface Reconciliation {
  readonly plan: Plan;
  readonly cloud: Cloud;
  /** Zip by function name. */
  readonly code: ReadonlyMap<string, Uint8Array>;
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

export async function reconcile(
  project: Project,
  connection: Connection,
  choice: PruneChoice,
): Promise<Reconciliation> {
  const { model } = project;
  const now = systemClock.now();
  const groups = groupJobs(model);
  const cloud = createCloud({ clients: connection.clients, clock: systemClock });
  const [bundled, place] = await Promise.all([
    bundleHandlers({
      project: project.directory,
      handlers: groups.map(({ handler }) => handler),
      runtimeEntry: runtimeEntry(),
      log: silentLog,
    }),
    cloud.identity(),
  ]);
  const { account } = model.environment;
  if (account !== undefined && account !== place.account)
    throw new WrongAccount(model.environment.name, account, place.account);
  const hashes = new Map(groups.map(({ handler }) => [handler, bundled.bundles.get(handler)?.codeSha256 ?? ""]));
  const desired = desiredResources(model, place, hashes, now);
  const failed = groups.filter(({ handler }) => !bundled.bundles.has(handler));
  const planned = await planOf(model, desired, cloud, connection, failed, choice);
  const plan = withEditWarnings(planned, desired.resources, now);
  return {
    plan,
    cloud,
    code: codeByFunction(groups, bundled.bundles),
    failures: bundled.failures.map((failure) => ({ ...failure, jobs: jobsOf(failed, failure.handler) })),
    inputs: [...bundled.bundles.values()].flatMap(({ inputs }) => inputs),
  };
}

async function planOf(
  model: Model,
  desired: Desired,
  cloud: Cloud,
  connection: Connection,
  failed: readonly FunctionGroup[],
  choice: PruneChoice,
): Promise<Plan> {
  const environment = model.environment.name;
  const actual = await cloud.observe({ app: model.app, environment, desired: desired.resources });
  const hasLedger = actual.some(({ resource, owned }) => resource.kind === "table" && owned);
  const [lastSynced, holds] = hasLedger
    ? await Promise.all([readSyncRecord(connection.ledger), holdsOf(connection.ledger, desired.resources, actual)])
    : [undefined, NO_HOLDS];
  const untouched = keptAsTheyAre(failed);
  const plan = makePlan({
    environment,
    desired: desired.resources.filter((resource) => !untouched(resource)),
    actual: actual.filter(({ resource }) => !untouched(resource)),
    functionOf: desired.functionOf,
    lastSynced: lastSynced?.desiredFingerprint,
    holds,
    secrets: model.secrets,
    ...choice,
  });
  return model.environment.endpoint === "embedded" ? plan : withRuleWarnings(plan, connection.clients);
}

/** A handler that does not compile today is no reason to touch what it ran as yesterday. */
function keptAsTheyAre(failed: readonly FunctionGroup[]): (resource: Resource) => boolean {
  const functions = new Set(failed.map(({ name }) => name));
  const jobs = new Set(failed.flatMap((group) => group.jobs.map(({ name }) => name)));
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
