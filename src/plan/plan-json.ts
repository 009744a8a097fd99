// The plan as `--json` shows it: stable names, nothing of the resources but what changes.
import type { Action, Plan } from "./plan.ts";

export function summaryOf(plan: Plan): Readonly<Record<"create" | "update" | "delete" | "unchanged", number>> {
  const count = (kind: Action["action"]) => plan.actions.filter(({ action }) => action === kind).length;
  return { create: count("create"), update: count("update"), delete: count("delete"), unchanged: plan.unchanged };
}

/** `was` and `movedTo` stand where a job was renamed, and nowhere else. */
export function actionJson(step: Action): Readonly<Record<string, unknown>> {
  const { action, kind, name, job, changes, warnings } = step;
  return {
    action,
    kind,
    name,
    job,
    changes,
    warnings,
    ...("was" in step ? { was: step.was } : {}),
    ...("movedTo" in step ? { movedTo: step.movedTo } : {}),
  };
}

export function planJson(plan: Plan, apiCalls: number): Readonly<Record<string, unknown>> {
  return {
    env: plan.environment,
    fingerprint: plan.fingerprint,
    actions: plan.actions.map(actionJson),
    summary: summaryOf(plan),
    drift: plan.drift,
    orphans: plan.orphans,
    foreign: plan.foreign,
    held: plan.held,
    apiCalls,
  };
}
