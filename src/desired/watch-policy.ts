// What the watcher may do: read what is due and what ran, write down what did not, and start what waits for nothing.
import { indexArn, logGroupArn, type Place, schedulesArn, tableArn } from "./arns.ts";
import { allow, document } from "./policies.ts";
import type { PolicyDocument } from "./resource.ts";

export interface WatchNeeds {
  readonly logGroup: string;
  readonly table: string;
  readonly group: string;
  /** ARNs of the app's own two queues, whose letters it reads and leaves. */
  readonly queues: readonly string[];
  /** ARNs of functions whose jobs wait in queues. */
  readonly functions: readonly string[];
}

const LOOKING = [
  "sqs:ChangeMessageVisibility",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
] as const;

export function watchPolicy(place: Place, needs: WatchNeeds): PolicyDocument {
  const table = tableArn(place, needs.table);
  return document(
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn(place, needs.logGroup)}:*`]),
    allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], [table]),
    allow(["dynamodb:Query"], [table, indexArn(place, needs.table, "recent")]),
    allow(["scheduler:GetSchedule"], [schedulesArn(place, needs.group)]),
    allow(LOOKING, needs.queues),
    ...(needs.functions.length > 0 ? [allow(["lambda:InvokeFunction"], needs.functions)] : []),
  );
}
