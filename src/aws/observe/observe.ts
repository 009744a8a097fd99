// Observes one environment: what is ours, and what else carries a name that is wanted.
import type { ObserveScope } from "../../apply/cloud.ts";
import { inParallel } from "../../core/in-parallel.ts";
import { ownTags } from "../../desired/desired-resources.ts";
import { groupName, invokeConfigName, ledgerTableName, prefixOf, schedulerRoleName } from "../../desired/names.ts";
import {
  type ActualResource,
  type Resource,
  type ResourceKind,
  resourceKey,
  type Tags,
} from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import type { Identity } from "../resources/adapter.ts";
import type { Adapters } from "../resources/adapters.ts";
import { functionNames, logGroupNames, queueNames, scheduleNames } from "./names-in-use.ts";

/** Reads at once, of each kind: within the quotas of the read calls (Lambda GetFunction 100, Logs 10 a second). */
const AT_ONCE = 16;

export async function observe(
  clients: Clients,
  adapters: Adapters,
  scope: ObserveScope,
): Promise<readonly ActualResource[]> {
  const { app, environment } = scope;
  const prefix = `${prefixOf(app, environment)}-`;
  const tags = ownTags(app, environment);
  const wanted = (kind: ResourceKind) => scope.desired.filter((one) => one.kind === kind).map(({ name }) => name);
  const read = async <K extends Exclude<ResourceKind, "schedule">>(kind: K, ...names: (readonly string[])[]) => {
    const found = await inParallel([...new Set(names.flat())], AT_ONCE, (name) =>
      adapters[kind].read({ name } as Identity<Extract<Resource, { kind: K }>>),
    );
    return found.filter((one) => one !== undefined);
  };
  const [groups, functions, queues, tables, logGroups] = await Promise.all([
    groupAndSchedules(clients, adapters, groupName(app, environment), tags),
    functionNames(clients, prefix).then((names) => read("function", names)),
    queueNames(clients, prefix).then((names) => read("queue", names)),
    read("table", wanted("table"), [ledgerTableName(app, environment)]),
    logGroupNames(clients, prefix).then((names) => read("log-group", names)),
  ]);
  const names = functions.map(({ name }) => name);
  const ours = functions.filter((one) => isTagged(one.tags, tags)).map(({ name }) => name);
  // A function that is gone may have left its role behind, when what deleted it was cut off: its log group knows the name.
  const logged = logGroups.map(({ name }) => name.slice(name.lastIndexOf("/") + 1));
  const [roles, invokeConfigs] = await Promise.all([
    read("role", wanted("role"), names, logged, [schedulerRoleName(app, environment)]),
    read("invoke-config", names.map(invokeConfigName)),
  ]);
  const tagged = [...functions, ...queues, ...tables, ...logGroups, ...roles];
  const settings = invokeConfigs.map((resource) => {
    return { resource, owned: ours.some((name) => invokeConfigName(name) === resource.name) };
  });
  const all = [...groups, ...settings, ...tagged.map((one) => ({ resource: one, owned: isTagged(one.tags, tags) }))];
  const desired = new Set(scope.desired.map(resourceKey));
  return all
    .filter(({ resource, owned }) => owned || desired.has(resourceKey(resource)))
    .sort((a, b) => (resourceKey(a.resource) < resourceKey(b.resource) ? -1 : 1));
}

/** Schedules cannot be tagged: they are whose their group is. */
async function groupAndSchedules(
  clients: Clients,
  adapters: Adapters,
  name: string,
  tags: Tags,
): Promise<readonly ActualResource[]> {
  const group = await adapters.group.read({ name });
  if (!group) return [];
  const owned = isTagged(group.tags, tags);
  const names = await scheduleNames(clients, name);
  const schedules = await inParallel(names, AT_ONCE, (schedule) =>
    adapters.schedule.read({ group: name, name: schedule }),
  );
  // One that is gone between list and get was a one-time schedule that completed, or somebody deleted it.
  const there = schedules.filter((one) => one !== undefined);
  return [group, ...there].map((resource) => ({ resource, owned }));
}

const isTagged = (tags: Tags, wanted: Tags): boolean =>
  Object.entries(wanted).every(([key, value]) => tags[key] === value);
