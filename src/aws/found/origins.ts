// What fired a job before, read and switched: a rule of the default bus, or a schedule of any group.
import type { GetScheduleOutput, UpdateScheduleInput } from "@aws-sdk/client-scheduler";
import type { Origin } from "../../adoption/origin.ts";
import type { Clock } from "../../core/clock.ts";
import type { Clients } from "../clients.ts";
import { unlessAbsent } from "../resources/adapter.ts";

type Reach = Pick<Clients, "events" | "scheduler">;

/** undefined when it is not there (any more). */
export async function isOriginOn(clients: Reach, origin: Origin): Promise<boolean | undefined> {
  if (origin.kind === "schedule") {
    const found = await readForeign(clients, origin);
    return found && found.State !== "DISABLED";
  }
  const [events, { DescribeRuleCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  const rule = await unlessAbsent(events.send(new DescribeRuleCommand({ Name: origin.name })));
  return rule && rule.State !== "DISABLED";
}

/** Nothing else of it changes. */
export async function switchOrigin(clients: Reach, origin: Origin, on: boolean, clock: Clock): Promise<void> {
  if (origin.kind === "schedule") return switchForeign(clients, origin, on, clock);
  const [events, { DisableRuleCommand, EnableRuleCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  await (on
    ? events.send(new EnableRuleCommand({ Name: origin.name }))
    : events.send(new DisableRuleCommand({ Name: origin.name })));
}

async function readForeign(
  clients: Reach,
  { group, name }: Origin & { readonly kind: "schedule" },
): Promise<GetScheduleOutput | undefined> {
  const [scheduler, { GetScheduleCommand }] = await Promise.all([
    clients.scheduler(),
    import("@aws-sdk/client-scheduler"),
  ]);
  return unlessAbsent(scheduler.send(new GetScheduleCommand({ GroupName: group, Name: name })));
}

/** How far back StartDate may lie (Scheduler API, UpdateSchedule), with some room for the call. */
const START_GRACE_MS = 4 * 60_000;

/** An update replaces all (Scheduler API, UpdateSchedule), so all that was read is sent again; but a start that is past is refused. */
async function switchForeign(
  clients: Reach,
  origin: Origin & { readonly kind: "schedule" },
  on: boolean,
  clock: Clock,
): Promise<void> {
  const [scheduler, { UpdateScheduleCommand }, found] = await Promise.all([
    clients.scheduler(),
    import("@aws-sdk/client-scheduler"),
    readForeign(clients, origin),
  ]);
  if (!found) return;
  const { Arn, CreationDate, LastModificationDate, StartDate, ...document } = found;
  const { $metadata, ...kept } = document as typeof document & { readonly $metadata?: unknown };
  const isPast = StartDate !== undefined && StartDate.getTime() < clock.now() - START_GRACE_MS;
  const input = { ...kept, ...(isPast ? {} : { StartDate }), State: on ? "ENABLED" : "DISABLED" };
  await scheduler.send(new UpdateScheduleCommand(input as UpdateScheduleInput));
}
