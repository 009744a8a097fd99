// One rule or schedule that fired before, read whole, with when a move switched it off.
import type { Found } from "../../adoption/found.ts";
import type { Origin } from "../../adoption/origin.ts";
import type { Clients } from "../clients.ts";
import { unlessAbsent } from "../resources/adapter.ts";
import { findRule } from "./find-rules.ts";
import { findSchedule } from "./find-schedules.ts";
import { movedAt } from "./move-note.ts";

/** undefined when there is none. */
export async function findOrigin(
  clients: Pick<Clients, "events" | "scheduler">,
  origin: Origin,
): Promise<{ readonly found: Found; readonly switchedOffAt: number | undefined } | undefined> {
  if (origin.kind === "schedule") {
    const schedule = await unlessAbsent(findSchedule(clients, origin));
    return (
      schedule && { found: schedule.found, switchedOffAt: schedule.found.enabled ? undefined : schedule.modifiedAt }
    );
  }
  const found = await unlessAbsent(findRule(clients, origin.name));
  return found && { found, switchedOffAt: found.enabled ? undefined : await movedAt(clients, found.arn) };
}
