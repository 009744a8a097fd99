// Deleting what sync finds too much is confirmed, unless the engine on this machine holds it.
import type { Environment } from "../manifest/model.ts";
import type { Plan } from "../plan/plan.ts";
import type { CommandLine } from "./command.ts";
import { confirm } from "./confirm.ts";

export async function confirmDeletes(plan: Plan, environment: Environment, line: CommandLine): Promise<void> {
  const deletes = plan.actions.filter((action) => action.action === "delete" && action.movedTo === undefined);
  // The embedded engine holds nothing that a second sync does not bring back.
  if (deletes.length === 0 || (environment.endpoint === "embedded" && !environment.protect)) return;
  const names = deletes.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  await confirm(`delete ${names}`, environment, line);
}
