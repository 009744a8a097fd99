// The first look at an environment: what is there, as far as pages show it. Its cost grows by pages, not by items.
import { GetScheduleGroupCommand, ListTagsForResourceCommand } from "@aws-sdk/client-scheduler";
import type { CloudIdentity } from "../../apply/cloud.ts";
import { groupName, prefixOf } from "../../desired/names.ts";
import type { GroupResource } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import { unlessAbsent } from "../resources/adapter.ts";
import { ourTagsOf } from "../resources/tags.ts";
import { type ListedSchedule, listSchedules } from "./list-schedules.ts";
import { functionRevisions, logGroupRetentions, queueNames } from "./names-in-use.ts";
import { type RolePage, rolePage } from "./role-page.ts";

export interface Survey {
  readonly app: string;
  readonly environment: string;
  /** undefined when there is none, or it is being deleted. */
  readonly group: GroupResource | undefined;
  readonly schedules: readonly ListedSchedule[];
  /** As the schedules' ARNs say it; undefined where there is no schedule. */
  readonly identity: CloudIdentity | undefined;
  /** Lambda's RevisionId by function: another one says that the function changed. */
  readonly functions: ReadonlyMap<string, string>;
  readonly queues: readonly string[];
  /** Days by log group. */
  readonly logGroups: ReadonlyMap<string, number>;
  readonly roles: RolePage | undefined;
}

export interface SurveyScope {
  readonly app: string;
  readonly environment: string;
  /** Names of schedules that are likely there. */
  readonly expected: readonly string[];
  /** All will be read anew: the pages of roles would be of no use, and a group that is going is looked for. */
  readonly full: boolean;
}

export async function surveyOf(clients: Clients, scope: SurveyScope): Promise<Survey> {
  const { app, environment } = scope;
  const prefix = `${prefixOf(app, environment)}-`;
  const [group, functions, queues, logGroups, roles] = await Promise.all([
    groupAndSchedules(clients, groupName(app, environment), scope),
    functionRevisions(clients, prefix),
    queueNames(clients, prefix),
    logGroupRetentions(clients, prefix),
    scope.full ? undefined : rolePage(clients, prefix),
  ]);
  return { app, environment, ...group, functions, queues, logGroups, roles };
}

/** Schedules cannot be tagged: they are whose their group is. */
async function groupAndSchedules(clients: Clients, name: string, { expected, full }: SurveyScope) {
  const listing = listSchedules(await clients.scheduler(), name, expected);
  const [schedules, found] = await Promise.all([
    listing.schedules,
    listing.firstArn.then(async (first) => ({ first, tagged: await groupTags(clients, name, first, full) })),
  ]);
  const { first, tagged } = found;
  if (!schedules || !tagged) return { group: undefined, schedules: [], identity: undefined };
  const group: GroupResource = { kind: "group", name, tags: ourTagsOf(tagged.Tags) };
  return { group, schedules, identity: first === undefined ? undefined : identityIn(first, clients.region) };
}

/** undefined when there is no such group, or it is going: one without schedules may be. */
async function groupTags(clients: Clients, name: string, scheduleArn: string | undefined, full: boolean) {
  const client = await clients.scheduler();
  const arn = scheduleArn && !full ? groupArnOf(scheduleArn) : await standingGroup(clients, name);
  return arn === undefined ? undefined : unlessAbsent(client.send(tagsOf(arn)));
}

const tagsOf = (ResourceArn: string) => new ListTagsForResourceCommand({ ResourceArn });

async function standingGroup(clients: Clients, name: string): Promise<string | undefined> {
  const scheduler = await clients.scheduler();
  const group = await unlessAbsent(scheduler.send(new GetScheduleGroupCommand({ Name: name })));
  return group?.State === "DELETING" ? undefined : group?.Arn;
}

/** `…:schedule/GROUP/NAME` → `…:schedule-group/GROUP`. */
const groupArnOf = (scheduleArn: string): string =>
  scheduleArn.replace(/:schedule\/([^/]+)\/[^/]+$/, ":schedule-group/$1");

function identityIn(arn: string, region: string): CloudIdentity | undefined {
  const [, partition, , , account] = arn.split(":");
  return partition && account ? { account, region, partition } : undefined;
}
