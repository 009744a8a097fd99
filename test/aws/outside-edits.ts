// What somebody may change of an environment behind our back, each by the service's own call; and when a plan must see it.
import { PutRetentionPolicyCommand, TagResourceCommand as TagLogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { TagResourceCommand as TagTable } from "@aws-sdk/client-dynamodb";
import {
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteFunctionEventInvokeConfigCommand,
  PublishVersionCommand,
  TagResourceCommand as TagFunction,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  TagResourceCommand as TagGroup,
  UpdateScheduleCommand,
  type UpdateScheduleInput,
} from "@aws-sdk/client-scheduler";
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { Clients } from "../../src/aws/clients.ts";
import { FUNCTION, SCHEDULE } from "./engine-cloud.ts";

export interface OutsideEdit {
  readonly what: string;
  /** `hour`: no page shows it, so it is seen when what was read is an hour old, or by `--full`. */
  readonly seen: "at once" | "hour";
  make(clients: Clients, turn: number): Promise<unknown>;
}

const ARN = "arn:aws";
const HERE = "us-east-1:000000000000";
const Tags = [{ Key: "lamplighter:app", Value: "other" }];
const document = (turn: number) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: `s3:Get${turn}*`, Resource: "*" }] });
const trust = (turn: number) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: `s${turn}.amazonaws.com` }, Action: "sts:AssumeRole" }],
  });

async function changeSchedule(clients: Clients, change: (was: UpdateScheduleInput) => Partial<UpdateScheduleInput>) {
  const scheduler = await clients.scheduler();
  const place = { GroupName: SCHEDULE.group, Name: SCHEDULE.name };
  const was = await scheduler.send(new GetScheduleCommand(place)).catch(() => undefined);
  if (!was) return;
  const { $metadata: _, Arn: __, CreationDate: ___, LastModificationDate: ____, ...whole } = was;
  const document = { ...whole, ...place } as UpdateScheduleInput;
  await scheduler.send(new UpdateScheduleCommand({ ...document, ...change(document) }));
}

const ofSchedule = (
  what: string,
  change: (was: UpdateScheduleInput, turn: number) => Partial<UpdateScheduleInput>,
): OutsideEdit => ({
  what: `a schedule's ${what}`,
  seen: "at once",
  make: (clients, turn) => changeSchedule(clients, (was) => change(was, turn)),
});
const target = (was: UpdateScheduleInput, part: object) => ({
  Target: { Arn: "", RoleArn: "", ...was.Target, ...part },
});

async function queueUrl(clients: Clients): Promise<string | undefined> {
  const sqs = await clients.sqs();
  const found = await sqs.send(new GetQueueUrlCommand({ QueueName: "acme-test-undelivered" })).catch(() => undefined);
  return found?.QueueUrl;
}

export const OUTSIDE_EDITS: readonly OutsideEdit[] = [
  ofSchedule("description", (_was, turn) => ({ Description: `edited ${turn}` })),
  ofSchedule("expression", (_was, turn) => ({ ScheduleExpression: `rate(${turn + 2} hours)` })),
  ofSchedule("zone", () => ({ ScheduleExpressionTimezone: "Asia/Tokyo" })),
  ofSchedule("state", () => ({ State: "DISABLED" })),
  ofSchedule("start", (_was, turn) => ({ StartDate: new Date(Date.UTC(2030, 1, 1 + turn)) })),
  ofSchedule("end", (_was, turn) => ({ EndDate: new Date(Date.UTC(2032, 1, 1 + turn)) })),
  ofSchedule("window", () => ({ FlexibleTimeWindow: { Mode: "OFF" } })),
  ofSchedule("completion", () => ({ ActionAfterCompletion: "DELETE" })),
  ofSchedule("target", (was) => target(was, { Arn: `${ARN}:lambda:${HERE}:function:acme-test-report` })),
  ofSchedule("input", (was, turn) => target(was, { Input: `{"turn":${turn}}` })),
  ofSchedule("dead letters", (was) => target(was, { DeadLetterConfig: undefined })),
  ofSchedule("attempts", (was, turn) => target(was, { RetryPolicy: { MaximumRetryAttempts: turn } })),
  {
    what: "a schedule's existence",
    seen: "at once",
    make: async (clients) =>
      (await clients.scheduler())
        .send(new DeleteScheduleCommand({ GroupName: SCHEDULE.group, Name: SCHEDULE.name }))
        .catch(() => undefined),
  },
  {
    what: "a schedule more",
    seen: "at once",
    make: async (clients, turn) =>
      (await clients.scheduler()).send(
        new CreateScheduleCommand({
          GroupName: SCHEDULE.group,
          Name: `more-${turn}`,
          ScheduleExpression: "rate(1 hour)",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: { Arn: SCHEDULE.targetArn, RoleArn: SCHEDULE.roleArn, Input: "{}" },
        }),
      ),
  },
  {
    what: "the group's tags",
    seen: "at once",
    make: async (clients) =>
      (await clients.scheduler()).send(
        new TagGroup({ ResourceArn: `${ARN}:scheduler:${HERE}:schedule-group/acme-test`, Tags }),
      ),
  },
  {
    what: "a role's policy",
    seen: "at once",
    make: async (clients, turn) =>
      (await clients.iam()).send(
        new PutRolePolicyCommand({
          RoleName: FUNCTION.name,
          PolicyName: "lamplighter",
          PolicyDocument: document(turn),
        }),
      ),
  },
  {
    what: "a role's trust",
    seen: "at once",
    make: async (clients, turn) =>
      (await clients.iam()).send(
        new UpdateAssumeRolePolicyCommand({ RoleName: "acme-test-scheduler", PolicyDocument: trust(turn) }),
      ),
  },
  {
    what: "a role's tags",
    seen: "at once",
    make: async (clients) => (await clients.iam()).send(new TagRoleCommand({ RoleName: FUNCTION.name, Tags })),
  },
  {
    what: "a role's description",
    seen: "hour",
    make: async (clients, turn) =>
      (await clients.iam()).send(new UpdateRoleCommand({ RoleName: FUNCTION.name, Description: `edited ${turn}` })),
  },
  {
    what: "what a function's alias runs",
    seen: "at once",
    make: async (clients, turn) => {
      const lambda = await clients.lambda();
      await lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: FUNCTION.name, MemorySize: 512 + turn }),
      );
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: FUNCTION.name }));
      await lambda.send(
        new UpdateAliasCommand({ FunctionName: FUNCTION.name, Name: "live", FunctionVersion: Version }),
      );
    },
  },
  {
    what: "a function's tags",
    seen: "hour",
    make: async (clients) =>
      (await clients.lambda()).send(
        new TagFunction({
          Resource: `${ARN}:lambda:${HERE}:function:${FUNCTION.name}`,
          Tags: { "lamplighter:x": "other" },
        }),
      ),
  },
  {
    what: "a function's retries",
    seen: "hour",
    make: async (clients, turn) => {
      const place = { FunctionName: FUNCTION.name, Qualifier: "live" };
      const command = new UpdateFunctionEventInvokeConfigCommand({ ...place, MaximumEventAgeInSeconds: 100 + turn });
      await (await clients.lambda()).send(command).catch(() => undefined);
    },
  },
  {
    what: "that a function has settings for retries",
    seen: "hour",
    make: async (clients) => {
      const place = { FunctionName: FUNCTION.name, Qualifier: "live" };
      await (await clients.lambda()).send(new DeleteFunctionEventInvokeConfigCommand(place)).catch(() => undefined);
    },
  },
  {
    what: "a log group's retention",
    seen: "at once",
    make: async (clients, turn) =>
      (await clients.logs()).send(
        new PutRetentionPolicyCommand({ logGroupName: FUNCTION.logGroup, retentionInDays: turn % 2 === 0 ? 7 : 14 }),
      ),
  },
  {
    what: "a log group's tags",
    seen: "hour",
    make: async (clients) =>
      (await clients.logs()).send(
        new TagLogGroup({
          resourceArn: `${ARN}:logs:${HERE}:log-group:${FUNCTION.logGroup}`,
          tags: { "lamplighter:x": "other" },
        }),
      ),
  },
  {
    what: "a queue's times",
    seen: "hour",
    make: async (clients, turn) => {
      const QueueUrl = await queueUrl(clients);
      const Attributes = { VisibilityTimeout: String(100 + turn) };
      if (QueueUrl) await (await clients.sqs()).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
  },
  {
    what: "a queue's tags",
    seen: "hour",
    make: async (clients) => {
      const QueueUrl = await queueUrl(clients);
      const command = { QueueUrl, Tags: { "lamplighter:x": "other" } };
      if (QueueUrl) await (await clients.sqs()).send(new TagQueueCommand(command));
    },
  },
  {
    what: "a queue's existence",
    seen: "at once",
    make: async (clients) => {
      const QueueUrl = await queueUrl(clients);
      if (QueueUrl) await (await clients.sqs()).send(new DeleteQueueCommand({ QueueUrl }));
    },
  },
  {
    what: "the table's tags",
    seen: "hour",
    make: async (clients) =>
      (await clients.dynamodb()).send(
        new TagTable({
          ResourceArn: `${ARN}:dynamodb:${HERE}:table/acme-test-ledger`,
          Tags: [{ Key: "lamplighter:x", Value: "other" }],
        }),
      ),
  },
];
