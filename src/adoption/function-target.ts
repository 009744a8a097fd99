// A target's ARN as the file names an existing function; any other target is none of a job's.

export type FunctionTarget =
  | { readonly ok: true; readonly function: string; readonly name: string; readonly hadLatest: boolean }
  | { readonly ok: false; readonly reason: string };

const LAMBDA =
  /^arn:aws(?:-[a-z]+)?:lambda:([a-z0-9-]+):(\d{12}):function:([A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9_$-]+))?$/;
const SERVICES: Readonly<Record<string, string>> = {
  sqs: "an SQS queue",
  sns: "an SNS topic",
  states: "a Step Functions state machine",
  ecs: "an ECS cluster",
  events: "an event bus",
  kinesis: "a Kinesis stream",
  firehose: "a Firehose stream",
  codebuild: "a CodeBuild project",
  codepipeline: "a CodePipeline",
  batch: "a Batch queue",
  logs: "a log group",
  sagemaker: "a SageMaker pipeline",
};

/** `origin` is the ARN of what has the target: a function beside it goes by its name, in whatever environment. */
export function functionTarget(arn: string, origin: string): FunctionTarget {
  const found = LAMBDA.exec(arn);
  if (!found) return { ok: false, reason: otherTarget(arn) };
  const [, region, account, name = "", qualifier] = found;
  const [, , , ownRegion, ownAccount] = origin.split(":");
  const hadLatest = qualifier === "$LATEST";
  const suffix = qualifier === undefined || hadLatest ? "" : `:${qualifier}`;
  const isNear = region === ownRegion && account === ownAccount;
  const prefix = isNear ? "" : arn.slice(0, arn.indexOf(":function:") + ":function:".length);
  return { ok: true, function: `${prefix}${name}${suffix}`, name, hadLatest };
}

function otherTarget(arn: string): string {
  const universal = /^arn:[^:]*:scheduler:::aws-sdk:([^:]+):([^:]+)/.exec(arn);
  if (universal) return `its target is the operation ${universal[1]}:${universal[2]}; a job runs a Lambda function`;
  const service = arn.split(":")[2] ?? "";
  return `its target is ${SERVICES[service] ?? "no Lambda function"} (${arn}); a job runs a Lambda function`;
}
