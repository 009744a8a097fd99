// Warns where what the plan makes or changes rests on something existing that is not there, or not as it has to be.

import type { Clients } from "../aws/clients.ts";
import { readPointed } from "../aws/inspect/read-pointed.ts";
import type { Place } from "../desired/arns.ts";
import type { Resource } from "../desired/resource.ts";
import type { Plan } from "../plan/plan.ts";
import { checkExisting, existingOf } from "../verification/check-existing.ts";
import { tellingFunctions } from "../verification/check-telling.ts";

/** Asks only about what actions name: a plan of nothing costs nothing, and neither does one that rests on our own things. */
export async function withExistingWarnings(
  plan: Plan,
  desired: readonly Resource[],
  place: Place,
  clients: Clients,
): Promise<Plan> {
  const resting = plan.actions.flatMap((action) =>
    "to" in action ? [[action, existingOf(action.to, desired, place)] as const] : [],
  );
  const named = (kind: "role" | "queue" | "function") =>
    new Set(resting.map(([, existing]) => existing[kind]).filter((arn) => arn !== undefined));
  const pointed = { roles: named("role"), queues: named("queue"), functions: named("function") };
  if (pointed.roles.size + pointed.queues.size + pointed.functions.size === 0) return plan;
  const telling = tellingFunctions(
    resting.map(([action]) => action).flatMap((action) => ("to" in action ? [action.to] : [])),
    place,
  );
  const evidence = await readPointed(clients, pointed, telling);
  const found = new Map(
    resting.map(
      ([action, existing]) => [action, checkExisting(action.to, existing, desired, place, evidence)] as const,
    ),
  );
  const actions = plan.actions.map((action) => {
    const said = ("to" in action ? found.get(action) : undefined) ?? [];
    return said.length === 0 ? action : { ...action, warnings: [...action.warnings, ...said] };
  });
  return { ...plan, actions };
}
