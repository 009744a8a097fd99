// Operations on log groups: create, delete, describe, retention, tags.
import { alreadyExists, invalidParameter } from "./log-errors.ts";
import { groupArn, groupNameOfArn } from "./log-names.ts";
import type { GroupRow, LogStore } from "./log-store.ts";
import { pageToken, readPageToken } from "./page-token.ts";

type Tags = Readonly<Record<string, string>>;

/** The values PutRetentionPolicy takes (API reference). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function groupOperations(logs: LogStore) {
  const { store } = logs.context;

  function describe(row: GroupRow) {
    const arn = groupArn(logs.context, row.name);
    const size = store.get<{ bytes: number | null }>(
      "SELECT sum(bytes) AS bytes FROM log_streams WHERE group_id = ?",
      row.id,
    );
    return {
      logGroupName: row.name,
      creationTime: row.created_at,
      retentionInDays: row.retention_days ?? undefined,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      logGroupClass: "STANDARD",
      storedBytes: size?.bytes ?? 0,
    };
  }

  function retain(name: string, days: number | null): void {
    store.run("UPDATE log_groups SET retention_days = ? WHERE id = ?", days, logs.group(name).id);
    const group = logs.group(name);
    store.run("DELETE FROM log_events WHERE group_id = ? AND at < ?", group.id, logs.expiredBefore(group));
  }

  return {
    CreateLogGroup(input: { logGroupName: string; tags?: Tags }) {
      logs.flush();
      if (!logs.createGroup(input.logGroupName, input.tags ?? {})) throw alreadyExists("group");
    },
    DeleteLogGroup(input: { logGroupName: string }) {
      logs.flush();
      logs.deleteGroup(logs.group(input.logGroupName).id);
    },
    DescribeLogGroups(input: {
      logGroupNamePrefix?: string;
      logGroupNamePattern?: string;
      nextToken?: string;
      limit?: number;
    }) {
      if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
        throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
      }
      logs.flush();
      const limit = input.limit ?? 50;
      const after = input.nextToken === undefined ? "" : readPageToken(input.nextToken);
      const found = input.logGroupNamePattern ? "instr(name, ?2) > 0" : "substr(name, 1, length(?2)) = ?2";
      const sought = input.logGroupNamePattern ?? input.logGroupNamePrefix ?? "";
      const sql = `SELECT * FROM log_groups WHERE name > ?1 AND ${found} ORDER BY name LIMIT ?3`;
      const rows = store.all<GroupRow>(sql, after, sought, limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        logGroups: page.map(describe),
        nextToken: rows.length > limit && last ? pageToken(last.name) : undefined,
      };
    },
    PutRetentionPolicy(input: { logGroupName: string; retentionInDays: number }) {
      if (!RETENTION_DAYS.includes(input.retentionInDays)) {
        const choices = RETENTION_DAYS.join(", ");
        throw invalidParameter(`Invalid retentionInDays ${input.retentionInDays}: expected one of ${choices}`);
      }
      retain(input.logGroupName, input.retentionInDays);
    },
    DeleteRetentionPolicy: (input: { logGroupName: string }) => retain(input.logGroupName, null),
    ...tagOperations(logs),
  };
}

function tagOperations(logs: LogStore) {
  const tagsOf = (name: string): Tags => JSON.parse(logs.group(name).tags);
  const write = (name: string, tags: Tags) => {
    logs.context.store.run("UPDATE log_groups SET tags = ? WHERE name = ?", JSON.stringify(tags), name);
  };
  const tag = (name: string, tags: Tags) => write(name, { ...tagsOf(name), ...tags });
  const untag = (name: string, keys: readonly string[]) =>
    write(name, Object.fromEntries(Object.entries(tagsOf(name)).filter(([key]) => !keys.includes(key))));

  return {
    TagResource: (input: { resourceArn: string; tags: Tags }) => tag(groupNameOfArn(input.resourceArn), input.tags),
    UntagResource: (input: { resourceArn: string; tagKeys: string[] }) =>
      untag(groupNameOfArn(input.resourceArn), input.tagKeys),
    ListTagsForResource: (input: { resourceArn: string }) => ({ tags: tagsOf(groupNameOfArn(input.resourceArn)) }),
    TagLogGroup: (input: { logGroupName: string; tags: Tags }) => tag(input.logGroupName, input.tags),
    UntagLogGroup: (input: { logGroupName: string; tags: string[] }) => untag(input.logGroupName, input.tags),
    ListTagsLogGroup: (input: { logGroupName: string }) => ({ tags: tagsOf(input.logGroupName) }),
  };
}
