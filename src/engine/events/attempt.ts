// One attempt to hand an event to a target: what may pass by itself is tried again, the rest ends as a dead letter.
import { crashPoint } from "../../core/crash-point.ts";
import { messageOf } from "../../core/error.ts";
import { verdictOn } from "../delivery-verdict.ts";
import { ServiceError } from "../service.ts";
import { FAILED_TO_ASSUME_ROLE, letterOf, NO_PERMISSIONS } from "./dead-letter.ts";
import type { Events } from "./events.ts";
import { inputOf } from "./target-input.ts";
import { kindOf } from "./targets.ts";
import { attemptAgainAt, removeUndelivered, type Undelivered } from "./undelivered.ts";

/** User Guide, how EventBridge retries delivering events: 185 times, for at most 24 hours. */
const DEFAULTS = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** Within the caller's transaction: that the target has it and that it waits no more is one commit. */
export function attempt(events: Events, one: Undelivered): void {
  try {
    crashPoint("before-target");
    call(events, one);
    crashPoint("after-handover");
    removeUndelivered(events.store, one);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    failed(events, one, error);
  }
}

function call(events: Events, { target, event, ruleArn, ruleName, bornAt }: Undelivered): void {
  const payload = inputOf(target, event, { ruleArn, ruleName, ingestedAt: new Date(bornAt).toISOString() });
  const isFunction = kindOf(target.Arn) === "lambda";
  if (target.RoleArn !== undefined && !events.targets.trusts(ruleArn, target.RoleArn)) {
    throw new ServiceError(FAILED_TO_ASSUME_ROLE, `EventBridge cannot assume the role ${target.RoleArn}.`);
  }
  // Functions and queues let a rule in by their own policy (User Guide, resource-based policies for EventBridge).
  const action = isFunction ? "lambda:InvokeFunction" : "sqs:SendMessage";
  const denial = events.targets.denial(ruleArn, target.RoleArn, action, target.Arn);
  if (denial !== undefined) throw new ServiceError(NO_PERMISSIONS, denial);
  if (isFunction) events.targets.invokeLambda(target.Arn, payload);
  else events.targets.sendToQueue(target.Arn, payload, {}, target.SqsParameters?.MessageGroupId);
}

function failed(events: Events, one: Undelivered, error: ServiceError): void {
  const { store, clock } = events;
  const state = { ...one, policy: { ...DEFAULTS, ...one.target.RetryPolicy } };
  const verdict = verdictOn(state, error, clock.now(), jitter(events));
  if (verdict.kind === "retry") {
    attemptAgainAt(store, one, verdict.at);
    events.changed();
    return;
  }
  events.log.warn(`${one.ruleArn} could not reach ${one.target.Arn}: ${messageOf(error)}`);
  sendLetter(events, one, error, verdict.exhausted);
  removeUndelivered(store, one);
}

/** From half the wait to one and a half of it. */
const jitter = ({ random }: Events) => 0.5 + Number.parseInt(random.hex(4), 16) / 2 ** 32;

/** A dead-letter queue that is gone, or that does not let the rule in, loses the event, as on AWS (only a metric tells). */
function sendLetter(events: Events, one: Undelivered, error: ServiceError, exhausted: string | undefined): void {
  const queue = one.target.DeadLetterConfig?.Arn;
  if (queue === undefined) return;
  try {
    const denial = events.targets.denial(one.ruleArn, undefined, "sqs:SendMessage", queue);
    if (denial !== undefined) throw new ServiceError(NO_PERMISSIONS, denial);
    const letter = letterOf(one, error, exhausted);
    events.targets.sendToQueue(queue, letter.body, letter.attributes);
  } catch (lost) {
    if (!(lost instanceof ServiceError)) throw lost;
    events.log.warn(`${one.ruleArn}: dead letter lost: ${messageOf(lost)}`);
  }
}
