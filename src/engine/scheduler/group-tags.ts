// TagResource, UntagResource, ListTagsForResource: groups alone carry tags, schedules cannot.
import { type Operation, type Service, ServiceError } from "../service.ts";
import { invalid } from "./faults.ts";
import { groupForRead, groupForWrite, setTags } from "./group-rows.ts";
import { groupArn, type Scheduler } from "./scheduler.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MOST_TAGS = 50;

export function tagMapOf(tags: readonly Tag[]): Record<string, string> {
  const map = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(map).some((key) => key.toLowerCase().startsWith("aws:"))) {
    throw invalid("Tag keys that begin with aws: are reserved.");
  }
  if (Object.keys(map).length > MOST_TAGS) throw invalid(`A schedule group can have at most ${MOST_TAGS} tags.`);
  return map;
}

export function tagOperations(scheduler: Scheduler): Service["operations"] {
  return { TagResource: tag(scheduler), UntagResource: untag(scheduler), ListTagsForResource: listTags(scheduler) };
}

function groupNameOf(scheduler: Scheduler, arn: string): string {
  const prefix = groupArn(scheduler, "");
  if (arn.startsWith(prefix)) return arn.slice(prefix.length);
  if (!/^arn:[^:]+:scheduler:[^:]+:\d{12}:schedule-group\//.test(arn))
    throw invalid("Provided Arn is not in correct format.");
  throw new ServiceError("ResourceNotFoundException", `Resource ${arn} does not exist.`);
}

function tag(scheduler: Scheduler): Operation {
  return ({ ResourceArn, Tags }: { ResourceArn: string; Tags: readonly Tag[] }) => {
    const group = groupForWrite(scheduler, groupNameOf(scheduler, ResourceArn));
    const tags = tagMapOf([...Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })), ...Tags]);
    setTags(scheduler.store, group.name, tags, scheduler.clock.now());
    return {};
  };
}

function untag(scheduler: Scheduler): Operation {
  return ({ ResourceArn, TagKeys }: { ResourceArn: string; TagKeys: readonly string[] }) => {
    const group = groupForWrite(scheduler, groupNameOf(scheduler, ResourceArn));
    const kept = Object.entries(group.tags).filter(([key]) => !TagKeys.includes(key));
    setTags(scheduler.store, group.name, Object.fromEntries(kept), scheduler.clock.now());
    return {};
  };
}

function listTags(scheduler: Scheduler): Operation {
  return ({ ResourceArn }: { ResourceArn: string }) => {
    const group = groupForRead(scheduler, groupNameOf(scheduler, ResourceArn));
    return { Tags: Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })) };
  };
}
