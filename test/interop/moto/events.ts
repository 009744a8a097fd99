// Random EventBridge sequences: buses, rules, targets, tags, patterns tested. Delivery is not moto's field.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const BUSES = ["default", "orders"];
const RULES = ["big", "small"];
const PATTERNS = [
  { source: ["shop"] },
  { detail: { size: [{ numeric: [">", 10, "<=", 20] }] } },
  { detail: { name: [{ prefix: "a" }, { exists: false }] } },
  { "detail-type": [{ "anything-but": ["x", "y"] }] },
];
const EVENT = {
  id: "1",
  account: "0",
  source: "shop",
  time: "2027-01-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
};

export function eventsSequence(dice: Dice, length: number): Command[] {
  const bus = () => (dice.chance(0.97) ? dice.pick(BUSES) : "missing");
  const rule = () => ({ Name: dice.pick(RULES), EventBusName: bus() });
  const of = () => ({ Rule: dice.pick(RULES), EventBusName: bus() });
  const step = (): Command =>
    dice.weighted<Command>([
      [4, () => events("PutRule", { ...rule(), EventPattern: JSON.stringify(dice.pick(PATTERNS)), ...more(dice) })],
      [3, () => events("DescribeRule", rule())],
      [1, () => events(dice.pick(["EnableRule", "DisableRule"]), rule())],
      [1, () => events("DeleteRule", rule())],
      [2, () => events("ListRules", { EventBusName: bus(), ...(dice.chance(0.3) ? { NamePrefix: "b" } : {}) })],
      [4, () => events("PutTargets", { ...of(), Targets: [target(dice)] })],
      [2, () => events("ListTargetsByRule", of())],
      [2, () => events("RemoveTargets", { ...of(), Ids: [dice.pick(["1", "2"])] })],
      [1, () => events("ListRuleNamesByTarget", { TargetArn: ARNS[0] ?? "", EventBusName: bus() })],
      [1, () => events("CreateEventBus", { Name: "orders" })],
      [1, () => events("DescribeEventBus", { Name: bus() })],
      [1, () => events("ListEventBuses", {})],
      [0.3, () => events("DeleteEventBus", { Name: "orders" })],
      [2, () => testPattern(dice)],
    ]);
  return [events("CreateEventBus", { Name: "orders" }), ...dice.times(length, step)];
}

const events = (operation: string, input: object): Command => ({
  service: "events",
  operation,
  input,
  unordered: ["Rules", "Targets", "RuleNames", "EventBuses"],
});

const ARNS = ["arn:aws:lambda:us-east-1:000000000000:function:one", "arn:aws:sqs:us-east-1:000000000000:two"];

const more = (dice: Dice) => ({
  ...(dice.chance(0.3) ? { Description: "what for" } : {}),
  ...(dice.chance(0.3) ? { State: dice.pick(["ENABLED", "DISABLED"]) } : {}),
});

const target = (dice: Dice) => ({
  Id: dice.pick(["1", "2"]),
  Arn: dice.pick(ARNS),
  ...(dice.chance(0.3) ? { Input: '{"a":1}' } : {}),
  ...(dice.chance(0.3) ? { RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 } } : {}),
});

function testPattern(dice: Dice): Command {
  const detail = { size: dice.pick([10, 15, 20]), ...(dice.chance(0.5) ? { name: dice.pick(["a", "b"]) } : {}) };
  const Event = JSON.stringify({ ...EVENT, "detail-type": dice.pick(["x", "z"]), detail });
  return events("TestEventPattern", { EventPattern: JSON.stringify(dice.pick(PATTERNS)), Event });
}
