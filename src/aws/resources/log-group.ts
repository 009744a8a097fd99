// Log groups in CloudWatch Logs, made before their function so that they are tagged and forget in time.
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroupResource } from "../../desired/resource.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "./adapter.ts";
import { isEmpty, ourTags, tagChange } from "./tags.ts";

export function logGroupAdapter({ clients }: AdapterContext): Adapter<LogGroupResource> {
  /** Names come sorted, so a prefix's own group is first (Logs API, DescribeLogGroups). */
  const describe = async (name: string): Promise<LogGroup | undefined> => {
    const logs = await clients.logs();
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 1 }));
    return logGroups?.find(({ logGroupName }) => logGroupName === name);
  };
  const retain = async ({ name, retentionDays }: LogGroupResource) => {
    const logs = await clients.logs();
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: retentionDays }));
  };
  return {
    async read({ name }) {
      const logs = await clients.logs();
      const group = await describe(name);
      if (!group) return undefined;
      const tagged = await unlessAbsent(logs.send(new ListTagsForResourceCommand({ resourceArn: taggedArn(group) })));
      return { kind: "log-group", name, retentionDays: group.retentionInDays ?? 0, tags: ourTags(tagged?.tags) };
    },
    async create(group) {
      const logs = await clients.logs();
      await logs.send(new CreateLogGroupCommand({ logGroupName: group.name, tags: { ...group.tags } }));
      await retain(group);
    },
    async update(from, to) {
      const logs = await clients.logs();
      if (from.retentionDays !== to.retentionDays) await retain(to);
      const { set, remove } = tagChange(from.tags, to.tags);
      if (isEmpty(set) && remove.length === 0) return;
      const group = await describe(to.name);
      const resourceArn = group && taggedArn(group);
      if (!isEmpty(set)) await logs.send(new TagResourceCommand({ resourceArn, tags: { ...set } }));
      if (remove.length > 0) await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
    },
    async delete({ name }) {
      const logs = await clients.logs();
      await unlessAbsent(logs.send(new DeleteLogGroupCommand({ logGroupName: name })));
    },
  };
}

/** Tagging wants the ARN without the trailing `:*` that `arn` carries (Logs API, LogGroup). */
const taggedArn = (group: LogGroup): string => group.logGroupArn ?? (group.arn ?? "").replace(/:\*$/, "");
