// One attempt: the execution role is taken, and the target's API is called with the payload.
import type { Remembered } from "../remembered.ts";
import { ServiceError } from "../service.ts";
import type { Delivery } from "./delivery-rows.ts";
import { groupArn, type Roles, type Targets } from "./scheduler.ts";
import { kindOf, templateOf } from "./target-kind.ts";
import { apiOf } from "./universal-target.ts";

export interface CallContext {
  readonly account: string;
  readonly region: string;
  readonly roles: Roles | undefined;
  readonly targets: Targets;
  /** Why a role may not do what is asked, null when it may. */
  readonly refusals: Remembered<ServiceError | null>;
}

export function callTarget(context: CallContext, delivery: Delivery, payload: string): void | Promise<void> {
  const { target } = delivery;
  const api = apiOf(target.Arn);
  if (api && context.targets.apis) {
    const distrust = context.roles && distrustOf(context, context.roles, target.RoleArn, groupOf(delivery));
    if (distrust) throw distrust;
    const under = { roleArn: target.RoleArn, session: delivery.executionId };
    return context.targets.apis.call(api.service, api.action, payload, under);
  }
  const kind = kindOf(target);
  if (!kind) throw new ServiceError("ValidationException", `${target.Arn} is not a supported target.`);
  checkPermission(context, delivery, templateOf(kind).permission, target.Arn);
  switch (kind) {
    case "lambda":
      return context.targets.invokeFunction(target.Arn, payload);
    case "sqs":
      return context.targets.sendMessage(target.Arn, payload, {}, target.SqsParameters?.MessageGroupId);
    case "events": {
      const { Source = "", DetailType = "" } = target.EventBridgeParameters ?? {};
      return context.targets.putEvent(target.Arn, { source: Source, detailType: DetailType, detail: payload });
    }
  }
}

/** A role that went away or lost its rights shows when the schedule fires: a permanent error, as on AWS. */
export function checkPermission(context: CallContext, delivery: Delivery, action: string, resource: string): void {
  const { roles, refusals } = context;
  if (!roles) return;
  const role = delivery.target.RoleArn;
  const group = groupOf(delivery);
  const refusal = refusals.answer(`${role} ${group} ${action} ${resource}`, () =>
    refusalOf(context, roles, { role, group, action, resource }),
  );
  if (refusal) throw refusal;
}

interface Question {
  readonly role: string;
  readonly group: string;
  readonly action: string;
  readonly resource: string;
}

function refusalOf(
  context: CallContext,
  roles: Roles,
  { role, group, action, resource }: Question,
): ServiceError | null {
  const distrust = distrustOf(context, roles, role, group);
  if (distrust) return distrust;
  const denial = roles.denial(role, group, action, resource);
  return denial === undefined ? null : refused(denial);
}

function distrustOf(context: CallContext, roles: Roles, role: string, group: string): ServiceError | undefined {
  const source = { arn: groupArn(context, group), account: context.account };
  if (roles.trusts(role, "scheduler.amazonaws.com", source)) return undefined;
  return refused(`The Scheduler cannot assume the role ${role}.`);
}

const refused = (message: string) => new ServiceError("AccessDeniedException", message);

const groupOf = ({ arn }: Delivery) => arn.split("/", 2)[1] ?? "";
