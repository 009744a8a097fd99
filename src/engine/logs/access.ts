// What CloudWatch Logs' operations demand (Service Authorization Reference, Amazon CloudWatch Logs). The resource always
// names a stream, an empty one where the operation is about the group: `log-group:NAME` alone in a policy matches nothing.
import { demand, requestTags, withTags } from "../access/demand.ts";
import type { AccessRule, EngineContext, Service } from "../service.ts";
import { groupArn, groupNameOf } from "./log-names.ts";

interface OfGroup {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

interface Tagged {
  readonly resourceArn: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly tagKeys?: readonly string[];
}

const ON_GROUP =
  "DeleteLogGroup DeleteRetentionPolicy DescribeLogStreams FilterLogEvents ListTagsLogGroup PutRetentionPolicy UntagLogGroup";
const ON_STREAM = "CreateLogStream DeleteLogStream GetLogEvents PutLogEvents";

type Place = Pick<EngineContext, "region" | "account">;

export const streamArn = (place: Place, group: string, stream: string) =>
  `${groupArn(place, group)}:log-stream:${stream}`;

export function logsAccess(place: Place): Service["access"] {
  const onGroup = (name: string, input: OfGroup) => demand(`logs:${name}`, streamArn(place, groupNameOf(input), ""));
  const rules = (names: string, rule: (name: string) => AccessRule) =>
    Object.fromEntries(names.split(" ").map((name) => [name, rule(name)]));
  return {
    ...rules(ON_GROUP, (name) => (input: OfGroup) => onGroup(name, input)),
    ...rules(ON_STREAM, (name) => (input: OfGroup) => {
      const resource = streamArn(place, groupNameOf(input), input.logStreamName ?? "");
      return demand(`logs:${name}`, resource);
    }),
    CreateLogGroup: (input: OfGroup) =>
      withTags(onGroup("CreateLogGroup", input), "logs:TagResource", input.tags ?? {}),
    StartLiveTail: ({ logGroupIdentifiers }: { readonly logGroupIdentifiers: readonly string[] }) =>
      logGroupIdentifiers.map((logGroupIdentifier) => onGroup("StartLiveTail", { logGroupIdentifier })),
    DescribeLogGroups: () => demand("logs:DescribeLogGroups", streamArn(place, "", "")),
    TagLogGroup: (input: OfGroup) => ({ ...onGroup("TagLogGroup", input), keys: requestTags(input.tags ?? {}) }),
    ListTagsForResource: ({ resourceArn }: Tagged) => demand("logs:ListTagsForResource", resourceArn),
    TagResource: ({ resourceArn, tags }: Tagged) => demand("logs:TagResource", resourceArn, requestTags(tags ?? {})),
    UntagResource: ({ resourceArn, tagKeys }: Tagged) =>
      demand("logs:UntagResource", resourceArn, { "aws:tagkeys": tagKeys }),
  };
}
