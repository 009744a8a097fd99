// What the Scheduler's operations demand (Service Authorization Reference, Amazon EventBridge Scheduler).
import { demand, passRole, requestTags, tagsOfList, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import type { ScheduleDocument } from "./document.ts";
import { DEFAULT_GROUP, groupArn, type Scheduler, scheduleArn } from "./scheduler.ts";

interface OfSchedule {
  readonly Name: string;
  readonly GroupName?: string;
}

interface Group {
  readonly Name: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface Tagged {
  readonly ResourceArn: string;
  readonly Tags?: Group["Tags"];
  readonly TagKeys?: readonly string[];
}

export function schedulerAccess(place: Pick<Scheduler, "region" | "account">): Service["access"] {
  const onSchedule = (operation: string, { Name, GroupName = DEFAULT_GROUP }: OfSchedule) =>
    demand(`scheduler:${operation}`, scheduleArn(place, GroupName, Name));
  const onGroup = (operation: string, { Name }: Group) => demand(`scheduler:${operation}`, groupArn(place, Name));
  const written =
    (operation: string): AccessRule =>
    (input: OfSchedule & Pick<ScheduleDocument, "Target">) => [
      onSchedule(operation, input),
      ...passRole(input.Target.RoleArn, "scheduler.amazonaws.com"),
    ];
  return {
    CreateSchedule: written("CreateSchedule"),
    UpdateSchedule: written("UpdateSchedule"),
    GetSchedule: (input: OfSchedule) => onSchedule("GetSchedule", input),
    DeleteSchedule: (input: OfSchedule) => onSchedule("DeleteSchedule", input),
    ListSchedules: () => demand("scheduler:ListSchedules", "*"),
    CreateScheduleGroup: (input: Group) =>
      withTags(onGroup("CreateScheduleGroup", input), "scheduler:TagResource", tagsOfList(input.Tags)),
    GetScheduleGroup: (input: Group) => onGroup("GetScheduleGroup", input),
    // A group goes with its schedules: who may not delete those may not delete the group (User Guide, deleting a group).
    DeleteScheduleGroup: (input: Group) => [
      onGroup("DeleteScheduleGroup", input),
      demand("scheduler:DeleteSchedule", scheduleArn(place, input.Name, "*")),
    ],
    ListScheduleGroups: () => demand("scheduler:ListScheduleGroups", "*"),
    ListTagsForResource: ({ ResourceArn }: Tagged) => demand("scheduler:ListTagsForResource", ResourceArn),
    TagResource: ({ ResourceArn, Tags }: Tagged) =>
      demand("scheduler:TagResource", ResourceArn, requestTags(tagsOfList(Tags))),
    UntagResource: ({ ResourceArn, TagKeys }: Tagged) =>
      demand("scheduler:UntagResource", ResourceArn, { "aws:tagkeys": TagKeys }),
  };
}
