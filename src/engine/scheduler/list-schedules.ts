// ListSchedules: summaries, by group and name; no expression, zone, input or description in them, as on AWS.
import type { Operation } from "../service.ts";
import { identityOf } from "./get-schedule.ts";
import { removeGoneGroups } from "./gone-groups.ts";
import { groupForRead } from "./group-rows.ts";
import { readPageToken, writePageToken } from "./page-token.ts";
import { listSchedules } from "./schedule-rows.ts";
import type { Scheduler } from "./scheduler.ts";

interface Input {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export function listSchedulesOperation(scheduler: Scheduler): Operation {
  return ({ GroupName: group, NamePrefix: prefix = "", State: state, MaxResults: size = 100, NextToken }: Input) => {
    if (group === undefined) removeGoneGroups(scheduler);
    else groupForRead(scheduler, group);
    const [afterGroup = "", afterName = ""] = readPageToken(NextToken, 2);
    const after = [afterGroup, afterName] as const;
    const rows = listSchedules(scheduler.store, { group, prefix, state, after, limit: size + 1 });
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return {
      Schedules: page.map((row) => ({
        ...identityOf(scheduler, row),
        State: row.document.State,
        Target: { Arn: row.document.Target.Arn },
      })),
      NextToken: rows.length > size && last ? writePageToken([last.group, last.name]) : undefined,
    };
  };
}
