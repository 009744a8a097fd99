// What all jobs of an environment share: the group, both queues, the ledger, and the role that the schedules act with.
import type { Model } from "../manifest/model.ts";
import { liveAliasArn, type Place } from "./arns.ts";
import {
  failedQueueName,
  groupName,
  ledgerTableName,
  prefixOf,
  schedulerRoleName,
  undeliveredQueueName,
} from "./names.ts";
import { schedulerPolicy, schedulerTrust } from "./policies.ts";
import type { QueueResource, Resource, RoleResource, ScheduleResource, Tags } from "./resource.ts";

/** The longest that SQS keeps a message: a dead letter waits two weeks for somebody to look (SQS quotas, messages). */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;
const VISIBILITY_SECONDS = 60;

export function sharedResources(
  model: Model,
  place: Place,
  schedules: readonly ScheduleResource[],
  tags: Tags,
): readonly Resource[] {
  const app = model.app;
  const environment = model.environment.name;
  const group = groupName(app, environment);
  return [
    { kind: "group", name: group, tags },
    queue(undeliveredQueueName(app, environment), tags),
    queue(failedQueueName(app, environment), tags),
    {
      kind: "table",
      name: ledgerTableName(app, environment),
      ttlAttribute: "expiresAt",
      indexes: [{ name: "recent", partitionKey: "day", sortKey: "sort" }],
      tags,
    },
    ...(schedules.length > 0 ? [schedulerRole(model, place, schedules, tags)] : []),
  ];
}

/** Made with the first schedule: a policy that allows nothing is none. */
function schedulerRole(model: Model, place: Place, schedules: readonly ScheduleResource[], tags: Tags): RoleResource {
  const app = model.app;
  const environment = model.environment.name;
  const group = groupName(app, environment);
  const targets = schedules.map(({ targetArn }) => targetArn);
  const queues = schedules.flatMap(({ deadLetterArn }) => (deadLetterArn === undefined ? [] : [deadLetterArn]));
  return {
    kind: "role",
    name: schedulerRoleName(app, environment),
    description: `What the schedules of ${group} may do`,
    trust: schedulerTrust(place, group),
    policy: schedulerPolicy(targets, queues, liveAliasArn(place, `${prefixOf(app, environment)}-*`)),
    tags,
  };
}

const queue = (name: string, tags: Tags): QueueResource => ({
  kind: "queue",
  name,
  retentionSeconds: RETENTION_SECONDS,
  visibilitySeconds: VISIBILITY_SECONDS,
  tags,
});
