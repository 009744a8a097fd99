// An event on a bus goes to the targets of every rule that it matches; what a target does not take goes to its dead letters.
import { ServiceError } from "../service.ts";
import { type Events, type QueueAttributes, ruleArn } from "./events.ts";
import { enabledRules, type RuleRow } from "./rules.ts";
import { inputOf } from "./target-input.ts";
import { kindOf, type Target, targetsOf } from "./targets.ts";

/** As targets get it (User Guide, event structure). */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export function deliver(events: Events, bus: string, event: BusEvent): void {
  for (const rule of enabledRules(events, bus)) {
    if (rule.pattern === null || !events.patterns.of(rule.pattern)(event)) continue;
    deliverTo(events, rule, event);
  }
}

export function deliverTo(events: Events, rule: RuleRow, event: BusEvent): void {
  for (const target of targetsOf(events, rule.bus, rule.name)) hand(events, rule, target, event);
}

function hand(events: Events, rule: RuleRow, target: Target, event: BusEvent): void {
  const arn = ruleArn(events, rule.bus, rule.name);
  const ingestedAt = new Date(events.clock.now()).toISOString();
  try {
    const payload = inputOf(target, event, { ruleArn: arn, ruleName: rule.name, ingestedAt });
    const isFunction = kindOf(target.Arn) === "lambda";
    // Functions and queues let a rule in by their own policy (User Guide, resource-based policies for EventBridge).
    const action = isFunction ? "lambda:InvokeFunction" : "sqs:SendMessage";
    const denial = events.targets.denial(arn, target.RoleArn, action, target.Arn);
    if (denial !== undefined) throw new ServiceError(NO_PERMISSIONS, denial);
    if (isFunction) events.targets.invokeLambda(target.Arn, payload);
    else events.targets.sendToQueue(target.Arn, payload, {});
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    giveUp(events, arn, target, event, error);
  }
}

/** A target that is missing or refuses is no matter of trying again (User Guide, dead-letter queues). */
function giveUp(events: Events, arn: string, target: Target, event: BusEvent, error: ServiceError): void {
  const queue = target.DeadLetterConfig?.Arn;
  if (queue === undefined || events.targets.denial(arn, undefined, "sqs:SendMessage", queue) !== undefined) return;
  const text = (StringValue: string) => ({ DataType: "String", StringValue }) as const;
  const attributes: QueueAttributes = {
    RULE_ARN: text(arn),
    TARGET_ARN: text(target.Arn),
    ERROR_CODE: text(errorCodeOf(error)),
    ERROR_MESSAGE: text(error.message || error.code),
  };
  try {
    events.targets.sendToQueue(queue, JSON.stringify(event), attributes);
  } catch (lost) {
    // A dead-letter queue that is gone loses the event, as on AWS.
    if (!(lost instanceof ServiceError)) throw lost;
  }
}

const NO_PERMISSIONS = "NO_PERMISSIONS";

function errorCodeOf({ code }: ServiceError): string {
  if (code === NO_PERMISSIONS) return NO_PERMISSIONS;
  return /NotFound|DoesNotExist/.test(code) ? "NO_RESOURCE" : "ERROR_FROM_TARGET";
}
