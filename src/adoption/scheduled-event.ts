// The events that EventBridge makes up where a target is given no input of its own, written with what the Scheduler fills in.
import type { JsonObject } from "../core/json.ts";

interface Origin {
  readonly arn: string;
}

/** EventBridge User Guide, "Creating a rule that runs on a schedule". The id is that of the delivery. */
export const ruleEvent = ({ arn }: Origin): JsonObject => ({ ...common(arn, "aws.events", arn), detail: {} });

/** What the Scheduler sends without Input; its detail is a text. */
export const scheduleEvent = ({ arn }: Origin): JsonObject => ({
  ...common(arn, "aws.scheduler", arn),
  detail: "{}",
});

function common(arn: string, source: string, resource: string): JsonObject {
  const [, , , region = "", account = ""] = arn.split(":");
  return {
    version: "0",
    id: "<aws.scheduler.execution-id>",
    "detail-type": "Scheduled Event",
    source,
    account,
    time: "<aws.scheduler.scheduled-time>",
    region,
    resources: [resource],
  };
}
