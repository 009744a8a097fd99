// Syncs one version of a project as `lamp sync` does, with code that is bundled already.
import type { ActionResult } from "../../../src/apply/apply-plan.ts";
import { createCloud } from "../../../src/aws/cloud.ts";
import type { CommandLine } from "../../../src/cli/command.ts";
import type { Connection } from "../../../src/cli/connection.ts";
import { holdsOf } from "../../../src/cli/holds.ts";
import { lookAtCloud } from "../../../src/cli/look-at-cloud.ts";
import type { Reconciliation } from "../../../src/cli/reconcile.ts";
import { apply } from "../../../src/cli/sync-project.ts";
import { withSyncLock } from "../../../src/cli/with-sync-lock.ts";
import { desiredResources, WATCH_CODE } from "../../../src/desired/desired-resources.ts";
import { groupJobs } from "../../../src/desired/group-jobs.ts";
import { watchFunctionName } from "../../../src/desired/names.ts";
import { NO_HOLDS } from "../../../src/desired/with-holds.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Version } from "./projects.ts";

/** Throws EnvironmentLocked when another holds the lock for longer than `patienceMs`. */
export function syncVersion(
  version: Version,
  connection: Connection,
  line: CommandLine,
  patienceMs = 0,
): Promise<readonly ActionResult[]> {
  return withSyncLock(connection, line, { what: "lamp sync", patienceMs }, async (locked, gate) =>
    apply(await reconciled(version, locked), locked, line, gate),
  );
}

const CHOICE = { prune: true, allowManyDeletes: true };

/** What `lamp sync` does between its files and its plan, with code that is bundled already. */
async function reconciled({ project, codeOf }: Version, connection: Connection): Promise<Reconciliation> {
  const { model } = project;
  const { clients, ledger } = connection;
  const look = await lookAtCloud(model, connection, true);
  const groups = groupJobs(model);
  const code = new Map(groups.map(({ name, handler }) => [name, codeOf(handler).code]));
  const hashes = new Map(groups.map(({ handler }) => [handler, codeOf(handler).codeSha256]));
  if (model.watch) {
    code.set(watchFunctionName(model.app, model.environment.name), codeOf(WATCH_CODE).code);
    hashes.set(WATCH_CODE, codeOf(WATCH_CODE).codeSha256);
  }
  const { resources: desired, functionOf } = desiredResources(model, look.place, hashes, ledger.clock.now());
  const seen = await look.read(desired);
  const hasLedger = seen.actual.some(({ resource, owned }) => resource.kind === "table" && owned);
  const plan = makePlan({
    environment: model.environment.name,
    desired,
    actual: seen.actual,
    functionOf,
    lastSynced: hasLedger ? look.state.record?.desiredFingerprint : undefined,
    holds: hasLedger ? await holdsOf(ledger, { ...look.state, jobs: model.jobs }, desired, seen.actual) : NO_HOLDS,
    ...CHOICE,
  });
  const cloud = createCloud({ clients, clock: ledger.clock });
  const known = { jobs: model.jobs, state: look.state, unrecorded: new Set<string>() };
  return {
    ...known,
    plan,
    cloud,
    place: look.place,
    seen,
    wanted: desired,
    variants: look.variants,
    hasLedger,
    code,
    failures: [],
    inputs: [],
  };
}
