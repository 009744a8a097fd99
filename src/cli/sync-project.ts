// One sync: plan, ask where something is deleted, apply, record what is in force now.
import { type ActionResult, applyPlan } from "../apply/apply-plan.ts";
import { systemClock } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import { writeSyncRecord } from "../ledger/sync-record.ts";
import { RevisionBatches } from "../ledger/writes/revision-batches.ts";
import type { Action } from "../plan/plan.ts";
import { refuseOtherPlan } from "../plan/plan-file.ts";
import { planJson } from "../plan/plan-json.ts";
import { exitCodeOfResults, resultsJson, showResult } from "./apply-results.ts";
import { caller } from "./caller.ts";
import { catchUp } from "./catch-up.ts";
import type { CommandLine } from "./command.ts";
import { confirmDeletes } from "./confirm-deletes.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { beginRenames, endRenames } from "./move-jobs.ts";
import { readPlanNamed } from "./plan-files.ts";
import type { Project } from "./project.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import { recordScheduleRevision } from "./record-schedule-revision.ts";
import { recordUnnoted } from "./record-unnoted.ts";
import { rememberSync } from "./remember-readings.ts";
import { beginRecordings, endRecordings } from "./remember-recorded.ts";
import { renderFailures } from "./render/failures.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderAction, renderPlan, renderSummary } from "./render/plan.ts";
import { asOfJson, readingText } from "./render/reading.ts";
import { type ChangeGate, patienceOf, withSyncLock } from "./with-sync-lock.ts";

export async function syncProject(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const locking = { what: "lamp sync", patienceMs: patienceOf(line) };
  const code = await withSyncLock(connection, line, locking, (locked, gate) => syncLocked(project, locked, line, gate));
  // With the lock given back: these are runs, and how they end is theirs.
  if (code === EXIT.done) await catchUp(project, connection, line, project.model.jobs);
  return code;
}

async function syncLocked(
  project: Project,
  connection: Connection,
  line: CommandLine,
  gate: ChangeGate,
): Promise<number> {
  const { options, terminal } = line;
  const named = await readPlanNamed(project, line);
  const flags = { prune: options.flag("prune"), allowManyDeletes: options.flag("allowManyDeletes") };
  const made = await reconcile(project, connection, named?.saved ?? flags, options.flag("full"));
  const { plan, failures } = made;
  for (const text of renderFailures(failures, terminal)) terminal.note(text);
  refuseForeign(made, line);
  const expected = options.text("expect");
  if (expected !== undefined && expected !== plan.fingerprint) {
    throw new CommandFailed(
      `The plan's fingerprint is ${plan.fingerprint}, not ${expected}: something changed since. Nothing was done.`,
    );
  }
  if (named) refuseOtherPlan(named.file, named.saved, plan);
  await confirmDeletes(plan, project.model.environment, line);
  const results = await apply(made, connection, line, gate);
  await rememberSync(project, made, results, connection, terminal);
  report(made, results, line);
  return exitCodeOfResults(results, failures.length);
}

/** Applies and records; used by `dev` too, which says less. */
export async function apply(
  made: Reconciliation,
  connection: Connection,
  line: CommandLine,
  gate: ChangeGate,
): Promise<readonly ActionResult[]> {
  const { plan, cloud, code, failures, hasLedger, state } = made;
  if (gate.unsettled()) {
    await recordUnnoted(made, connection.ledger);
    gate.settle(true);
  }
  await beginRenames(made, connection.ledger);
  await beginRecordings(made, connection.ledger);
  const batches = new RevisionBatches(connection.ledger);
  const note = (action: Action) =>
    recordScheduleRevision(connection.ledger, action, plan.held, made.unrecorded, (one) => batches.record(one));
  const results = await applyPlan({
    plan,
    cloud,
    code,
    obstacle: ({ kind }) => gate.obstacle(kind === "table"),
    signal: line.terminal.interrupted,
    async onResult(result) {
      if (result.status === "done" && !(await isNoted(result.action, note, line))) gate.settle(false);
      if (!line.options.flag("json")) showResult(result, line);
    },
  });
  const complete = failures.length === 0 && results.every(({ status }) => status === "done");
  await endRenames(made, results, connection.ledger);
  await endRecordings(made, results, connection.ledger);
  // Also for a sync before this one that did all of it and died before it had written so.
  const isNews = hasLedger && state.record?.desiredFingerprint !== plan.desiredFingerprint;
  if (complete && (results.length > 0 || isNews)) {
    const by = caller(line.terminal.variables);
    await writeSyncRecord(connection.ledger, {
      desiredFingerprint: plan.desiredFingerprint,
      at: systemClock.now(),
      by,
    });
  }
  return results;
}

/** The schedule is in force whether or not this is written: false leaves the writing to the next sync. */
async function isNoted(
  action: Action,
  note: (action: Action) => Promise<void>,
  { terminal }: CommandLine,
): Promise<boolean> {
  try {
    await note(action);
    return true;
  } catch (error) {
    terminal.note(
      `warning: not noted in the ledger, so that missed runs of ${action.name} may not be seen until the next lamp sync: ${messageOf(error)}`,
    );
    return false;
  }
}

function refuseForeign({ plan }: Reconciliation, line: CommandLine): void {
  if (plan.foreign.length === 0) return;
  for (const text of renderPlan({ ...plan, actions: [] }, systemClock.now(), line.terminal)) line.terminal.note(text);
  const names = plan.foreign.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  throw new CommandFailed(
    `Not ours, under a name this file wants: ${names}. Nothing was done. Rename the app or the job, or tag it lamplighter:app and lamplighter:env to take it over.`,
  );
}

function report(
  { plan, cloud, place, failures, seen }: Reconciliation,
  results: readonly ActionResult[],
  { options, terminal }: CommandLine,
): void {
  if (options.flag("json")) {
    const actions = resultsJson(plan.actions, results);
    terminal.out(
      jsonDocument({ ...planJson(plan, cloud.apiCalls()), asOf: asOfJson(seen.earlier), actions, failures }),
    );
    return;
  }
  terminal.note(terminal.styleNote("dim", readingText(plan.environment, place, cloud.apiCalls(), seen.earlier)));
  const live = results.filter(({ action, status }) => status === "done" && action.kind === "schedule");
  for (const { action } of live)
    for (const text of renderAction(action, systemClock.now(), terminal)) terminal.out(text);
  terminal.out(results.length === 0 ? "nothing to do: everything is as the file says" : renderSummary(plan));
  for (const { kind, name } of plan.orphans) {
    if (!options.flag("prune")) terminal.note(`not in the file, kept: ${kind} ${name} (lamp sync --prune)`);
  }
}
