// IAM policies: each role may do what its work needs, on resources that are named, and nothing else.
import type { JsonObject } from "../core/json.ts";
import type { Permission } from "../manifest/model.ts";
import { logGroupArn, type Place, queueArn, scheduleGroupArn, tableArn } from "./arns.ts";
import { runPartition } from "./names.ts";
import type { PolicyDocument } from "./resource.ts";

export const allow = (actions: readonly string[], resources: readonly string[]): JsonObject => ({
  Effect: "Allow",
  Action: [...actions].sort(),
  Resource: [...resources].sort(),
});

export const document = (...statements: JsonObject[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** Only Lambda, acting for this account. */
export const functionTrust = (): PolicyDocument =>
  document({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });

/** Only this group's schedules: SourceArn is the group's, not a schedule's (Scheduler User Guide, confused deputy prevention). */
export function schedulerTrust(place: Place, group: string): PolicyDocument {
  return document({
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": place.account, "aws:SourceArn": scheduleGroupArn(place, group) },
    },
  });
}

/** IAM quotas: all inline policies of a role together, white space not counted. */
export const LONGEST_POLICY = 10_240;

/** Names each target; where there are more than a policy can name, ours are allowed by the pattern of their names instead. */
export function schedulerPolicy(
  targets: readonly string[],
  deadLetterQueues: readonly string[],
  ownPattern: string,
): PolicyDocument {
  const exact = invokeAndSend(targets, deadLetterQueues);
  if (JSON.stringify(exact).length <= LONGEST_POLICY) return exact;
  const prefix = ownPattern.slice(0, ownPattern.indexOf("*"));
  const others = targets.filter((target) => !target.startsWith(prefix));
  return invokeAndSend([ownPattern, ...others], deadLetterQueues);
}

function invokeAndSend(targets: readonly string[], deadLetterQueues: readonly string[]): PolicyDocument {
  return document(
    ...(targets.length > 0 ? [allow(["lambda:InvokeFunction"], [...new Set(targets)])] : []),
    ...(deadLetterQueues.length > 0 ? [allow(["sqs:SendMessage"], [...new Set(deadLetterQueues)])] : []),
  );
}

export function functionPolicy(
  place: Place,
  names: {
    readonly logGroup: string;
    readonly table: string;
    readonly failedQueue: string | undefined;
    readonly self: string | undefined;
    /** The names that its runs are kept under; undefined for a function that keeps none. */
    readonly jobs: readonly string[] | undefined;
  },
  permissions: readonly Permission[],
): PolicyDocument {
  return document(
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn(place, names.logGroup)}:*`]),
    ...(names.jobs
      ? [
          {
            ...allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], [tableArn(place, names.table)]),
            Condition: onlyRunsOf(names.jobs),
          },
        ]
      : []),
    ...(names.failedQueue ? [allow(["sqs:SendMessage"], [names.failedQueue])] : []),
    ...(names.self ? [allow(["lambda:InvokeFunction"], [names.self])] : []),
    ...permissions.map((permission) => allow(permission.allow, permission.on)),
  );
}

/** More bytes of job names than this, and the condition would leave too little of a role's policy for the rest. */
const LONGEST_NAMES = 6_000;

/** No job can forge the runs of another, nor the pauses, locks and records of sync, which lie in a partition of their own.
 * Page: DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control". */
export function onlyRunsOf(jobs: readonly string[]): JsonObject {
  const partitions = [...new Set(jobs)].sort().map(runPartition);
  return JSON.stringify(partitions).length <= LONGEST_NAMES
    ? { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": partitions } }
    : { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [runPartition("*")] } };
}

export const failedQueueArn = (place: Place, deadLetter: boolean | string, ownQueue: string): string | undefined =>
  typeof deadLetter === "string" ? deadLetter : deadLetter ? queueArn(place, ownQueue) : undefined;
