// CreateScheduleGroup, GetScheduleGroup, ListScheduleGroups, DeleteScheduleGroup.
import type { Operation, Service } from "../service.ts";
import { isRepeated, rememberDeletion, requestHash, wasDeletedBy } from "./client-token.ts";
import { conflict, invalid } from "./faults.ts";
import { removeGoneGroups } from "./gone-groups.ts";
import {
  findGroup,
  type GroupRow,
  groupForRead,
  groupForWrite,
  insertGroup,
  listGroups,
  markDeleting,
} from "./group-rows.ts";
import { type Tag, tagMapOf } from "./group-tags.ts";
import { readPageToken, writePageToken } from "./page-token.ts";
import { checkGroupQuota } from "./quotas.ts";
import { DEFAULT_GROUP, groupArn, type Scheduler } from "./scheduler.ts";

/** AWS deletes a group's schedules over time, and they may fire until they are gone: a moment here. */
const DELETING_MS = 1_000;

interface Named {
  readonly Name: string;
  readonly ClientToken?: string;
}

export function groupOperations(scheduler: Scheduler): Service["operations"] {
  return {
    CreateScheduleGroup: createGroup(scheduler),
    DeleteScheduleGroup: deleteGroup(scheduler),
    GetScheduleGroup: ({ Name }: Named) => shownGroup(scheduler, groupForRead(scheduler, Name)),
    ListScheduleGroups: listGroupsOperation(scheduler),
  };
}

function createGroup(scheduler: Scheduler): Operation {
  const { store, clock } = scheduler;
  return (input: Named & { readonly Tags?: readonly Tag[] }) => {
    const { Name: name, ClientToken: token, Tags } = input;
    const hash = requestHash(input);
    const answer = { ScheduleGroupArn: groupArn(scheduler, name) };
    removeGoneGroups(scheduler);
    const existing = findGroup(store, name);
    if (existing?.state === "DELETING") throw conflict(`Schedule group ${name} is being deleted.`);
    if (existing && isRepeated(existing, token, hash)) return answer;
    if (existing) throw conflict(`Schedule group ${name} already exists.`);
    const tags = tagMapOf(Tags ?? []);
    checkGroupQuota(scheduler);
    insertGroup(store, { name, createdAt: clock.now(), tags, token: token ?? null, tokenHash: token ? hash : null });
    return answer;
  };
}

function deleteGroup(scheduler: Scheduler): Operation {
  const { store, clock } = scheduler;
  return ({ Name: name, ClientToken: token }: Named) => {
    const arn = groupArn(scheduler, name);
    if (name === DEFAULT_GROUP) throw invalid("The default schedule group cannot be deleted.");
    if (wasDeletedBy(scheduler, token, arn)) return {};
    groupForWrite(scheduler, name);
    const now = clock.now();
    store.transaction(() => {
      markDeleting(store, name, now, now + DELETING_MS);
      rememberDeletion(scheduler, token, arn);
    });
    scheduler.changed();
    return {};
  };
}

interface ListInput {
  readonly NamePrefix?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

function listGroupsOperation(scheduler: Scheduler): Operation {
  const { store } = scheduler;
  return ({ NamePrefix: prefix = "", MaxResults: size = 100, NextToken }: ListInput) => {
    removeGoneGroups(scheduler);
    const [after = ""] = readPageToken(NextToken, 1);
    const rows = listGroups(store, prefix, after, size + 1);
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return {
      ScheduleGroups: page.map((row) => shownGroup(scheduler, row)),
      NextToken: rows.length > size && last ? writePageToken([last.name]) : undefined,
    };
  };
}

function shownGroup(scheduler: Scheduler, row: GroupRow) {
  return {
    Arn: groupArn(scheduler, row.name),
    Name: row.name,
    State: row.state,
    CreationDate: row.createdAt / 1000,
    LastModificationDate: row.modifiedAt / 1000,
  };
}
