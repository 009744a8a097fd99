// Reads everything that a verification judges: what is wanted, and what the schedules that are there point to.
import type { Clock } from "../../core/clock.ts";
import { inParallel } from "../../core/in-parallel.ts";
import { existingFunctionArn, liveAliasArn, type Place, queueArn } from "../../desired/arns.ts";
import { unqualified } from "../../desired/names.ts";
import { type Resource, resourceKey } from "../../desired/resource.ts";
import { tellingFunctions } from "../../verification/check-telling.ts";
import type { Evidence } from "../../verification/evidence.ts";
import type { Clients } from "../clients.ts";
import { adapterOf, createAdapters } from "../resources/adapters.ts";
import { type Pointed, readPointed } from "./read-pointed.ts";
import { readingOf } from "./reading.ts";

/** Reads at once: IAM's are the slowest to allow. */
const AT_ONCE = 8;

export async function inspect(
  clients: Clients,
  clock: Clock,
  desired: readonly Resource[],
  place: Place,
): Promise<Evidence> {
  const adapters = createAdapters({ clients, clock });
  const others = desired.filter(({ kind }) => kind !== "role" && kind !== "function" && kind !== "queue");
  const read = await inParallel(others, AT_ONCE, async (resource) => {
    const look = adapterOf(adapters, resource).read(resource as never);
    return [resourceKey(resource), await readingOf<Resource>(look)] as const;
  });
  const actual = read.flatMap(([, reading]) => (reading.kind === "found" ? [reading.value] : []));
  const pointed = pointedAt([...desired, ...actual], place);
  const { roles, queues, functions } = await readPointed(clients, pointed, tellingFunctions(desired, place));
  return { roles, queues, functions, resources: new Map(read) };
}

/** Every ARN that one of these names, with our own. */
function pointedAt(resources: readonly Resource[], place: Place): Pointed {
  const [roles, queues, functions] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const one of resources) {
    if (one.kind === "queue") queues.add(queueArn(place, one.name));
    if (one.kind === "invoke-config" && one.onFailureArn) queues.add(one.onFailureArn);
    if (one.kind === "function") functions.add(liveAliasArn(place, one.name));
    if (one.kind === "recording") functions.add(existingFunctionArn(place, unqualified(one.name)));
    if (one.kind === "function" || one.kind === "schedule") roles.add(one.roleArn);
    if (one.kind !== "schedule") continue;
    functions.add(one.targetArn);
    if (one.deadLetterArn) queues.add(one.deadLetterArn);
  }
  return { roles, queues, functions };
}
