// Schedule groups: the tags of a group say whose all its schedules are.
import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleGroupCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-scheduler";
import type { GroupResource } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import { hasAwsCode } from "../errors.ts";
import { untilReady } from "../settling.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "./adapter.ts";
import { isEmpty, ourTagsOf, tagChange, tagList } from "./tags.ts";

export function groupAdapter({ clients, clock }: AdapterContext): Adapter<GroupResource> {
  const get = async (name: string) => {
    const scheduler = await clients.scheduler();
    return unlessAbsent(scheduler.send(new GetScheduleGroupCommand({ Name: name })));
  };
  /** A group goes slowly, its schedules with it, and its name is not free before (Scheduler guide, deleting a group). */
  const untilNotDeleting = (name: string) =>
    untilReady(
      clock,
      `schedule group ${name}, which is being deleted,`,
      () => get(name),
      (group) => group?.State !== "DELETING",
      (group) => group?.State ?? "gone",
    );
  return {
    async read({ name }) {
      const scheduler = await clients.scheduler();
      const group = await get(name);
      if (!group || group.State === "DELETING") return undefined;
      const { Tags } = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn: group.Arn }));
      return { kind: "group", name, tags: ourTagsOf(Tags) };
    },
    async create({ name, tags }) {
      const scheduler = await clients.scheduler();
      await untilNotDeleting(name);
      await scheduler.send(new CreateScheduleGroupCommand({ Name: name, Tags: tagList(tags) }));
    },
    async update(from, to) {
      const scheduler = await clients.scheduler();
      const ResourceArn = (await get(to.name))?.Arn;
      const { set, remove } = tagChange(from.tags, to.tags);
      if (!isEmpty(set)) await scheduler.send(new TagResourceCommand({ ResourceArn, Tags: tagList(set) }));
      if (remove.length > 0) await scheduler.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
    },
    async delete({ name }) {
      const scheduler = await clients.scheduler();
      await unlessAbsent(scheduler.send(new DeleteScheduleGroupCommand({ Name: name }))).catch(
        async (error: unknown) => {
          if (!hasAwsCode(error, "ConflictException") || !(await isGroupGoing(clients, name))) throw error;
        },
      );
    },
  };
}

export async function isGroupGoing(clients: Clients, name: string): Promise<boolean> {
  const scheduler = await clients.scheduler();
  const group = await unlessAbsent(scheduler.send(new GetScheduleGroupCommand({ Name: name })));
  return group === undefined || group.State === "DELETING";
}
