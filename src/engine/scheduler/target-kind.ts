// Which API a target's ARN stands for, and what the Scheduler demands of such a target (User Guide, Templated targets).

import type { Target } from "./document.ts";
import { invalid } from "./faults.ts";
import type { Scheduler } from "./scheduler.ts";
import { type ApiName, apiOf, isReading } from "./universal-target.ts";

export type TargetKind = "lambda" | "sqs" | "events";

interface Templated {
  readonly pattern: RegExp;
  /** The service form of the ARN, as dead letters carry it. */
  readonly serviceArn: string;
  readonly permission: string;
  readonly jsonInput: boolean;
}

const TEMPLATED: Readonly<Record<TargetKind, Templated>> = {
  lambda: {
    pattern: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/,
    serviceArn: "arn:aws:scheduler:::aws-sdk:lambda:invoke",
    permission: "lambda:InvokeFunction",
    jsonInput: true,
  },
  sqs: {
    pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9-_.]+$/,
    serviceArn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
    permission: "sqs:SendMessage",
    jsonInput: false,
  },
  events: {
    pattern: /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[/.\-_A-Za-z0-9]+$/,
    serviceArn: "arn:aws:scheduler:::aws-sdk:eventbridge:putEvents",
    permission: "events:PutEvents",
    jsonInput: true,
  },
};

export function kindOf(target: Target): TargetKind | undefined {
  const kinds = Object.keys(TEMPLATED) as TargetKind[];
  return kinds.find((kind) => TEMPLATED[kind].pattern.test(target.Arn));
}

export function templateOf(kind: TargetKind): Templated {
  return TEMPLATED[kind];
}

const LARGEST_INPUT = 256 * 1024;

/** Permissions and existence of the target are not looked at here: that shows only when it fires, as on AWS. */
export function checkTarget(target: Target, { region, apis }: Pick<Scheduler, "region" | "apis">): void {
  if (Buffer.byteLength(target.Input ?? "") > LARGEST_INPUT) {
    throw invalid(`Input must be at most ${LARGEST_INPUT} bytes.`);
  }
  const api = apiOf(target.Arn);
  // The Input of an operation is looked at when it is called, as on AWS (User Guide, Troubleshooting).
  if (api) checkApi(api, target.Arn, apis);
  else checkTemplated(target, region);
}

function checkTemplated(target: Target, region: string): void {
  const kind = kindOf(target);
  if (!kind) throw unsupported(target.Arn);
  if (kind === "events" && !target.EventBridgeParameters) {
    throw invalid("EventBridgeParameters must be specified for an EventBridge event bus target.");
  }
  if (kind === "events" && target.Arn.split(":")[3] !== region) {
    throw invalid("An EventBridge event bus target must be in the Region of the schedule.");
  }
  if (target.Arn.endsWith(".fifo") && !target.SqsParameters?.MessageGroupId) {
    throw invalid("SqsParameters.MessageGroupId must be specified for a FIFO queue target.");
  }
  if (target.Input === undefined) return;
  if (TEMPLATED[kind].jsonInput && !isJson(target.Input))
    throw invalid("Input must be well-formed JSON for this target.");
}

function checkApi(api: ApiName, arn: string, apis: Scheduler["apis"]): void {
  if (isReading(api)) {
    throw invalid(
      `${arn} is not a supported target: ${api.action} only reads, and read-only API actions are not supported.`,
    );
  }
  if (apis?.has(api.service, api.action)) return;
  throw invalid(
    `${api.service} ${api.action} (${arn}) is not a supported target: the Lamplighter engine has no such operation.`,
  );
}

function unsupported(arn: string) {
  const [prefix, , service = ""] = arn.split(":");
  if (prefix !== "arn" || arn.split(":").length < 6) return invalid("Provided Arn is not in correct format.");
  const known = "The Lamplighter engine has Lambda functions, SQS queues and EventBridge event buses.";
  if (service === "scheduler") {
    return invalid(`${arn} names no operation: a universal target is arn:aws:scheduler:::aws-sdk:service:apiAction.`);
  }
  return invalid(`${service} (${arn}) is not a supported service for a target. ${known}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
