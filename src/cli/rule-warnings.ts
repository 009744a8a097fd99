// Warns where a legacy EventBridge rule invokes a function that a schedule is about to fire: the job would run twice.
import type { Clients } from "../aws/clients.ts";
import { rulesTargeting } from "../aws/rules.ts";
import type { Job } from "../manifest/model.ts";
import type { Action, Plan } from "../plan/plan.ts";

/** Asks only about functions that are there already and whose schedules change: a plan of nothing costs nothing. */
export async function withRuleWarnings(
  plan: Plan,
  jobs: readonly Pick<Job, "replaces">[],
  clients: Clients,
): Promise<Plan> {
  const created = new Set(
    plan.actions.filter(({ kind, action }) => kind === "function" && action === "create").map(({ name }) => name),
  );
  const targets = new Set(plan.actions.flatMap((action) => targetOf(action) ?? []));
  const rules = new Map<string, readonly string[]>();
  for (const target of targets) {
    if (!created.has(/:function:([^:]+)/.exec(target)?.[1] ?? ""))
      rules.set(target, await rulesTargeting(clients, target));
  }
  // Of what jobs replace sync knows whether it is on, and holds their schedules back while it is.
  const replaced = new Set(jobs.flatMap(({ replaces }) => replaces ?? []));
  const others = (action: Action) =>
    (rules.get(targetOf(action) ?? "") ?? []).filter((rule) => !replaced.has(`rule/${rule}`));
  return { ...plan, actions: plan.actions.map((action) => warned(action, others(action))) };
}

function targetOf(action: Action): string | undefined {
  return (action.action === "create" || action.action === "update") && action.to.kind === "schedule"
    ? action.to.targetArn
    : undefined;
}

function warned(action: Action, rules: readonly string[]): Action {
  if (rules.length === 0) return action;
  const named = rules.join(", ");
  const warning = `its function is also fired by the EventBridge rule${rules.length === 1 ? "" : "s"} ${named}: the job would run twice`;
  return { ...action, warnings: [...action.warnings, warning] };
}
