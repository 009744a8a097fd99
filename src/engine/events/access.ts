// What EventBridge's operations demand (Service Authorization Reference, Amazon EventBridge).
import { demand, passRole, requestTags, tagsOfList, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import { busArn, DEFAULT_BUS, type Events, ruleArn } from "./events.ts";
import type { Target } from "./targets.ts";

interface OfRule {
  readonly Name?: string;
  readonly Rule?: string;
  readonly EventBusName?: string;
  readonly RoleArn?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface Tagged {
  readonly ResourceARN: string;
  readonly Tags?: OfRule["Tags"];
  readonly TagKeys?: readonly string[];
}

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
}

const ON_RULE = "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule RemoveTargets";
const FREE = "ListEventBuses ListRules ListRuleNamesByTarget TestEventPattern";
const SERVICE = "events.amazonaws.com";

export function eventsAccess(place: Pick<Events, "region" | "account">): Service["access"] {
  const bus = (given: string = DEFAULT_BUS) => (given.startsWith("arn:") ? given : busArn(place, given));
  const nameOf = (given: string = DEFAULT_BUS) => given.slice(given.lastIndexOf("/") + 1);
  const rule = ({ Name, Rule, EventBusName }: OfRule) => ruleArn(place, nameOf(EventBusName), Name ?? Rule ?? "");
  const rules = (names: string, make: (name: string) => AccessRule) =>
    Object.fromEntries(names.split(" ").map((name) => [name, make(name)]));
  return {
    ...rules(ON_RULE, (name) => (input: OfRule) => demand(`events:${name}`, rule(input))),
    ...rules(FREE, (name) => () => demand(`events:${name}`, "*")),
    ...rules("DescribeEventBus DeleteEventBus", (name) => (input: OfRule) => demand(`events:${name}`, bus(input.Name))),
    CreateEventBus: (input: OfRule) =>
      withTags(demand("events:CreateEventBus", bus(input.Name)), "events:TagResource", tagsOfList(input.Tags)),
    PutRule: (input: OfRule) => [
      ...withTags(demand("events:PutRule", rule(input)), "events:TagResource", tagsOfList(input.Tags)),
      ...passRole(input.RoleArn, SERVICE),
    ],
    PutTargets: (input: OfRule & { readonly Targets: readonly Target[] }) => [
      demand("events:PutTargets", rule(input), { "events:targetarn": input.Targets.map(({ Arn }) => Arn) }),
      ...input.Targets.flatMap(({ RoleArn }) => passRole(RoleArn, SERVICE)),
    ],
    PutEvents: ({ Entries }: { readonly Entries: readonly Entry[] }) => {
      const buses = new Set(Entries.map(({ EventBusName }) => bus(EventBusName)));
      return [...buses].map((arn) => {
        const entries = Entries.filter(({ EventBusName }) => bus(EventBusName) === arn);
        return demand("events:PutEvents", arn, {
          "events:source": entries.map(({ Source = "" }) => Source),
          "events:detail-type": entries.map(({ DetailType = "" }) => DetailType),
        });
      });
    },
    ListTagsForResource: ({ ResourceARN }: Tagged) => demand("events:ListTagsForResource", ResourceARN),
    TagResource: ({ ResourceARN, Tags }: Tagged) =>
      demand("events:TagResource", ResourceARN, requestTags(tagsOfList(Tags))),
    UntagResource: ({ ResourceARN, TagKeys }: Tagged) =>
      demand("events:UntagResource", ResourceARN, { "aws:tagkeys": TagKeys }),
  };
}
