// Where the engine and moto differ, each with the page of AWS's documentation that decides.
import { type Exchange, type Known, refused } from "../differential/known.ts";

const on =
  (service: string, operations: RegExp, more: (exchange: Exchange) => boolean = () => true) =>
  (exchange: Exchange) =>
    exchange.command.service === service && operations.test(exchange.command.operation) && more(exchange);

const onlyOurs = (error: string) => (exchange: Exchange) => refused(exchange.ours, error) && exchange.theirs.ok;
const bothAnswer = ({ ours, theirs }: Exchange) => ours.ok && theirs.ok;

const SCHEDULER: readonly Known[] = [
  {
    name: "a group that exists is made again, and its schedules are gone",
    right: "engine",
    page: "scheduler/latest/APIReference/API_CreateScheduleGroup.html",
    covers: on("scheduler", /^CreateScheduleGroup$/, onlyOurs("ConflictException")),
    parts: true,
  },
  {
    name: "a schedule in a group that does not exist breaks the server",
    right: "engine",
    page: "scheduler/latest/APIReference/API_CreateSchedule.html",
    covers: on(
      "scheduler",
      /^CreateSchedule$/,
      ({ ours, theirs }) => refused(ours, "ResourceNotFoundException") && refused(theirs, "SyntaxError (500)"),
    ),
  },
  {
    name: "tags of a group that does not exist are taken, kept and listed",
    right: "engine",
    page: "scheduler/latest/APIReference/API_TagResource.html",
    covers: on("scheduler", /[Tt]ag/, onlyOurs("ResourceNotFoundException")),
    parts: true,
  },
  {
    name: "schedules of a group that does not exist are listed",
    right: "engine",
    page: "scheduler/latest/APIReference/API_ListSchedules.html",
    covers: on("scheduler", /^ListSchedules$/, onlyOurs("ResourceNotFoundException")),
  },
  {
    name: "GetSchedule leaves out what was left to the default: the action after completion, and the state after an update",
    right: "engine",
    page: "scheduler/latest/APIReference/API_GetSchedule.html",
    covers: on("scheduler", /^(GetSchedule|ListSchedules)$/, bothAnswer),
    apart: ["ActionAfterCompletion", "State"],
  },
  {
    name: "a schedule updated without a state is in no list of those with one",
    right: "engine",
    page: "scheduler/latest/APIReference/API_UpdateSchedule.html",
    covers: on(
      "scheduler",
      /^ListSchedules$/,
      (exchange) => bothAnswer(exchange) && JSON.stringify(exchange.command.input).includes('"State"'),
    ),
  },
];

const IAM: readonly Known[] = [
  {
    name: "a role that was never used shows when it was last used",
    right: "engine",
    page: "IAM/latest/APIReference/API_RoleLastUsed.html",
    covers: on("iam", /Role/),
    apart: ["RoleLastUsed"],
  },
  {
    name: "ListRoles shows policies as they are, not URL-encoded",
    right: "engine",
    page: "IAM/latest/APIReference/API_Role.html",
    covers: on("iam", /^ListRoles$/),
    apart: ["AssumeRolePolicyDocument"],
  },
];

const EVENTS: readonly Known[] = [
  {
    name: "TestEventPattern answers nothing",
    right: "engine",
    page: "eventbridge/latest/APIReference/API_TestEventPattern.html",
    covers: on("events", /^TestEventPattern$/, ({ ours }) => ours.ok),
    apart: ["Result"],
  },
  {
    name: "a target that is not there is removed",
    right: "engine",
    page: "eventbridge/latest/APIReference/API_RemoveTargets.html",
    covers: on("events", /^RemoveTargets$/, bothAnswer),
    apart: ["FailedEntries", "FailedEntryCount"],
  },
  {
    name: "a rule of a bus that does not exist is deleted",
    right: "engine",
    page: "eventbridge/latest/APIReference/API_DeleteRule.html",
    covers: on("events", /^DeleteRule$/, onlyOurs("ResourceNotFoundException")),
  },
  {
    name: "a bus that has rules is deleted",
    right: "engine",
    page: "eventbridge/latest/APIReference/API_DeleteEventBus.html",
    covers: on("events", /^DeleteEventBus$/, onlyOurs("ValidationException")),
    parts: true,
  },
];

const SQS: readonly Known[] = [
  {
    name: "a queue without tags has an empty map of them",
    right: "both",
    page: "AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html",
    covers: on("sqs", /^ListQueueTags$/, bothAnswer),
    apart: ["Tags"],
  },
  {
    name: "the handle of a message that is gone is another error",
    right: "engine",
    page: "AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html",
    covers: on("sqs", /^ChangeMessageVisibility$/, ({ ours, theirs }) => !ours.ok && !theirs.ok),
  },
  {
    name: "a message that is not in flight has its visibility changed",
    right: "engine",
    page: "AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html",
    covers: on("sqs", /^ChangeMessageVisibility$/, onlyOurs("MessageNotInflight")),
    parts: true,
  },
  {
    name: "deleting a message that is gone already is an error",
    right: "engine",
    page: "AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html",
    covers: on("sqs", /^DeleteMessage$/, ({ ours, theirs }) => ours.ok && refused(theirs, "ReceiptHandleIsInvalid")),
  },
  {
    name: "a queue is purged again within 60 seconds",
    right: "engine",
    page: "AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html",
    covers: on("sqs", /^PurgeQueue$/, onlyOurs("PurgeQueueInProgress")),
    parts: true,
  },
  {
    name: "a redrive policy is shown in other words than it was given",
    right: "engine",
    page: "AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html",
    covers: on("sqs", /^GetQueueAttributes$/, bothAnswer),
    apart: ["RedrivePolicy"],
  },
];

const LOGS: readonly Known[] = [
  {
    name: "sizes count texts alone, and streams have one; groups have no class",
    right: "engine",
    page: "AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html",
    covers: on("logs", /^DescribeLog/),
    apart: ["storedBytes", "logGroupClass"],
  },
  {
    name: "tags of a group that does not exist are listed",
    right: "engine",
    page: "AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html",
    covers: on("logs", /[Tt]ag/, onlyOurs("ResourceNotFoundException")),
    parts: true,
  },
];

const DYNAMODB: readonly Known[] = [
  {
    name: "a table is made at once, its indexes have no ARN, and there are empty lists of those it has not",
    right: "engine",
    page: "amazondynamodb/latest/APIReference/API_CreateTable.html",
    covers: on("dynamodb", /Table$/),
    apart: [
      ...["TableStatus", "IndexStatus", "IndexArn", "NumberOfDecreasesToday", "ProvisionedThroughput"],
      ...[
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "TableSizeBytes",
        "WarmThroughput",
        "ItemCount",
        "BillingModeSummary",
      ],
    ],
  },
];

/** What moto adds to every write, asked for or not. */
const DYNAMODB_WRITES: Known = {
  name: "an UpdateItem counts half a unit without being asked, a transaction has empty lists",
  right: "engine",
  page: "amazondynamodb/latest/APIReference/API_UpdateItem.html",
  covers: on("dynamodb", /^(UpdateItem|TransactWriteItems)$/),
  apart: ["ConsumedCapacity", "ItemCollectionMetrics"],
};

export const KNOWN: readonly Known[] = [...SCHEDULER, ...IAM, ...EVENTS, ...SQS, ...LOGS, ...DYNAMODB, DYNAMODB_WRITES];
