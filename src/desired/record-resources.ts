// The recorder: a function of ours that is told how the runs of existing functions ended, by destinations set on those.
import { isTold } from "../manifest/code.ts";
import type { Job, Model } from "../manifest/model.ts";
import { liveAliasArn, logGroupArn, type Place, queueArn, tableArn } from "./arns.ts";
import { failedQueueName, ledgerTableName, logGroupName, qualifiedName, recorderFunctionName } from "./names.ts";
import { ownFunction } from "./own-function.ts";
import { allow, document, onlyRunsOf } from "./policies.ts";
import type { PolicyDocument, Resource, Tags } from "./resource.ts";

export interface RecordInput {
  readonly model: Model;
  readonly place: Place;
  /** Without its code there is no recorder. */
  readonly codeSha256: string | undefined;
  readonly tags: Tags;
}

const TIMEOUT_SECONDS = 30;
/** Lambda's longest (Lambda API, FunctionEventInvokeConfig): a ledger that is away must not cost a record. */
const MAX_AGE_SECONDS = 6 * 60 * 60;

/** None where no job asks for it. */
export function recordResources({ model, place, codeSha256, tags }: RecordInput): readonly Resource[] {
  const jobs = model.jobs.filter(isTold);
  if (codeSha256 === undefined || jobs.length === 0) return [];
  const app = model.app;
  const environment = model.environment.name;
  const name = recorderFunctionName(app, environment);
  const logGroup = logGroupName(name);
  const table = ledgerTableName(app, environment);
  const failedQueue = queueArn(place, failedQueueName(app, environment));
  const arn = liveAliasArn(place, name);
  return [
    ...ownFunction({
      ...{ app, environment, place, name, codeSha256, tags },
      called: "recorder",
      description: "Lamplighter: writes down how runs of existing functions ended",
      policy: recorderPolicy(place, { logGroup, table, failedQueue, jobs }),
      timeoutSeconds: TIMEOUT_SECONDS,
      attempts: 2,
      maxAgeSeconds: MAX_AGE_SECONDS,
      // A record that could not be written waits here, and a redrive writes it.
      onFailureArn: failedQueue,
    }),
    ...[...new Set(jobs.map(functionNamed))].map(
      (named): Resource => ({ kind: "recording", name: qualifiedName(named), onSuccessArn: arn, onFailureArn: arn }),
    ),
  ];
}

const functionNamed = ({ code }: Job): string => ("function" in code ? code.function : "");

function recorderPolicy(
  place: Place,
  needs: {
    readonly logGroup: string;
    readonly table: string;
    readonly failedQueue: string;
    readonly jobs: readonly Job[];
  },
): PolicyDocument {
  const { logGroup, table, failedQueue, jobs } = needs;
  const named = jobs.flatMap(({ deadLetter }) => (typeof deadLetter === "string" ? [deadLetter] : []));
  return document(
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn(place, logGroup)}:*`]),
    {
      ...allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], [tableArn(place, table)]),
      Condition: onlyRunsOf(jobs.flatMap(({ name, was }) => [name, ...was])),
    },
    allow(["sqs:GetQueueUrl", "sqs:SendMessage"], [...new Set([failedQueue, ...named])]),
  );
}
