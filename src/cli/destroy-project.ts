// One destroy: what is ours is found, shown and asked for, then goes from the schedules down.
import { applyPlan } from "../apply/apply-plan.ts";
import type { Cloud, CloudIdentity } from "../apply/cloud.ts";
import { createCloud } from "../aws/cloud.ts";
import { systemClock } from "../core/clock.ts";
import { desiredResources, RECORDER_CODE, WATCH_CODE } from "../desired/desired-resources.ts";
import { groupJobs } from "../desired/group-jobs.ts";
import { readSyncState } from "../ledger/reads/sync-state.ts";
import type { Plan } from "../plan/plan.ts";
import { planDestroy } from "../plan/plan-destroy.ts";
import { planJson } from "../plan/plan-json.ts";
import { EVERY_LETTER } from "../runs/dead-letters/letter-filter.ts";
import { listLetters } from "../runs/dead-letters/list-letters.ts";
import { exitCodeOfResults, resultsJson, showResult } from "./apply-results.ts";
import type { CommandLine } from "./command.ts";
import { confirm } from "./confirm.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed } from "./errors.ts";
import { openLetterQueues } from "./open-letter-queues.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderAction } from "./render/plan.ts";
import { type ChangeGate, withSyncLock } from "./with-sync-lock.ts";

export function destroyProject(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const locking = { what: "lamp destroy", patienceMs: 0 };
  return withSyncLock(connection, line, locking, (locked, gate) => destroyLocked(project, locked, line, gate));
}

async function destroyLocked(
  project: Project,
  connection: Connection,
  line: CommandLine,
  gate: ChangeGate,
): Promise<number> {
  const { options, terminal } = line;
  const { environment } = project.model;
  const json = options.flag("json");
  const cloud = createCloud({ clients: connection.clients, clock: systemClock });
  const place = await cloud.identity();
  refuseOtherAccount(environment, place);
  const { recorded } = await readSyncState(connection.readableLedger);
  const plan = await planOf(project, cloud, place, { recorded, keepHistory: options.flag("keepHistory") });
  const deletes = plan.actions.filter(({ action }) => action === "delete").length;
  if (deletes > 0) {
    await refuseWhileLettersWait(project, connection, place, line);
    const lines = plan.actions.flatMap((action) => renderAction(action, systemClock.now(), terminal));
    if (!json) for (const text of lines) terminal.out(text);
    await confirm(`delete all ${deletes} of these for good`, environment, line);
  }
  const results = await applyPlan({
    plan,
    cloud,
    code: new Map(),
    // What an earlier destroy left when it was cut off after the ledger needs no lock: nobody can sync without one.
    obstacle: () => gate.obstacle(true),
    signal: terminal.interrupted,
    onResult: (result) => {
      if (!json) showResult(result, line);
    },
  });
  const done = results.filter(({ status }) => status === "done").length;
  if (json) {
    terminal.out(jsonDocument({ ...planJson(plan, cloud.apiCalls()), actions: resultsJson(plan.actions, results) }));
  } else terminal.out(deletes === 0 ? "nothing of ours is there" : `${done} of ${deletes} deleted`);
  return exitCodeOfResults(results, 0);
}

async function planOf(
  { model }: Project,
  cloud: Cloud,
  place: CloudIdentity,
  { recorded, keepHistory }: { readonly recorded: readonly string[]; readonly keepHistory: boolean },
): Promise<Plan> {
  const environment = model.environment.name;
  // The file's names are looked for too: what an interrupted destroy left behind may have no other trace.
  const noCode = new Map(groupJobs(model).map(({ handler }) => [handler, ""]));
  for (const code of [WATCH_CODE, RECORDER_CODE]) noCode.set(code, "");
  const desired = desiredResources(model, place, noCode, systemClock.now()).resources;
  const actual = await cloud.observe({ app: model.app, environment, desired, recorded });
  return planDestroy({ environment, actual, keepHistory });
}

async function refuseWhileLettersWait(
  { model }: Project,
  connection: Connection,
  place: CloudIdentity,
  line: CommandLine,
): Promise<void> {
  const queues = await openLetterQueues({ ...model, jobs: [] }, place, connection);
  const { letters, unreadable } = await listLetters(queues, EVERY_LETTER, line.terminal.interrupted);
  const waiting = letters.length + unreadable;
  if (waiting === 0) return;
  throw new CommandFailed(
    `${waiting} dead letters wait in this environment's queues and would be lost. Nothing was done: look at them (lamp dlq list), then redrive or purge them.`,
  );
}
