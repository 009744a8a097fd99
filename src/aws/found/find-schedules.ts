// Every schedule of the named groups, or of all, each read whole: for import, which knows none of them yet.
import type { GetScheduleOutput, ScheduleSummary } from "@aws-sdk/client-scheduler";
import type { FoundSchedule } from "../../adoption/found.ts";
import { inParallel } from "../../core/in-parallel.ts";
import type { Clients } from "../clients.ts";
import { unlessAbsent } from "../resources/adapter.ts";
import { scheduleFacts } from "../resources/schedule-facts.ts";

export interface ScheduleFilter {
  /** None: every group. */
  readonly groups: readonly string[];
  readonly prefix: string | undefined;
}

const PAGE = 100;
const AT_ONCE = 32;

/** `missing` are the groups that are not there. */
export async function findSchedules(
  clients: Pick<Clients, "scheduler">,
  { groups, prefix }: ScheduleFilter,
): Promise<{ readonly schedules: readonly FoundSchedule[]; readonly missing: readonly string[] }> {
  const [scheduler, { GetScheduleCommand }] = await Promise.all([
    clients.scheduler(),
    import("@aws-sdk/client-scheduler"),
  ]);
  const wanted = groups.length > 0 ? groups : [undefined];
  const listed = await inParallel(wanted, AT_ONCE, (group) => summaries(clients, group, prefix));
  const missing = groups.filter((_, index) => listed[index] === undefined);
  const read = await inParallel(
    listed.flatMap((found) => found ?? []),
    AT_ONCE,
    // One that was deleted since it was listed is not there to be imported.
    ({ GroupName, Name }) => unlessAbsent(scheduler.send(new GetScheduleCommand({ GroupName, Name }))),
  );
  return { schedules: read.flatMap((found) => (found ? [foundSchedule(found)] : [])), missing };
}

/** One, with when it was changed last. */
export async function findSchedule(
  clients: Pick<Clients, "scheduler">,
  { group, name }: { readonly group: string; readonly name: string },
): Promise<{ readonly found: FoundSchedule; readonly modifiedAt: number | undefined }> {
  const [scheduler, { GetScheduleCommand }] = await Promise.all([
    clients.scheduler(),
    import("@aws-sdk/client-scheduler"),
  ]);
  const found = await scheduler.send(new GetScheduleCommand({ GroupName: group, Name: name }));
  return { found: foundSchedule(found), modifiedAt: found.LastModificationDate?.getTime() };
}

/** undefined when there is no such group. */
async function summaries(
  clients: Pick<Clients, "scheduler">,
  GroupName: string | undefined,
  NamePrefix: string | undefined,
): Promise<readonly ScheduleSummary[] | undefined> {
  const [scheduler, { ListSchedulesCommand }] = await Promise.all([
    clients.scheduler(),
    import("@aws-sdk/client-scheduler"),
  ]);
  const found: ScheduleSummary[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListSchedulesCommand({ GroupName, NamePrefix, MaxResults: PAGE, NextToken });
    const page = await unlessAbsent(scheduler.send(command));
    if (!page) return undefined;
    found.push(...(page.Schedules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

function foundSchedule(found: GetScheduleOutput): FoundSchedule {
  const { Target: target } = found;
  return {
    ...scheduleFacts(found),
    group: found.GroupName ?? "default",
    name: found.Name ?? "",
    arn: found.Arn ?? "",
    keyArn: found.KmsKeyArn,
    input: target?.Input,
    attempts: target?.RetryPolicy?.MaximumRetryAttempts,
    maxAgeSeconds: target?.RetryPolicy?.MaximumEventAgeInSeconds,
  };
}
