// PutTargets, RemoveTargets, ListTargetsByRule and ListRuleNamesByTarget.
import type { RetryPolicy } from "../delivery-verdict.ts";
import { busOf } from "./buses.ts";
import { type Events, invalid, limitExceeded, type Paging, pageOf } from "./events.ts";
import { type OfBus, ruleOf } from "./rules.ts";

interface OfRule extends OfBus {
  readonly Rule: string;
}

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: Partial<RetryPolicy>;
  readonly RoleArn?: string;
  /** For a FIFO queue. */
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

const MOST_TARGETS = 5;

/** A target with an id that the rule has is replaced. One of a kind the engine cannot reach fails, and says so. */
export const putTargets = (events: Events) => (input: OfRule & { readonly Targets: readonly Target[] }) => {
  const rule = ruleOf(events, input.EventBusName, input.Rule);
  for (const target of input.Targets) checkTarget(target);
  const failed = input.Targets.filter(({ Arn }) => kindOf(Arn) === undefined);
  events.store.transaction(() => {
    for (const target of input.Targets) {
      if (failed.includes(target)) continue;
      events.store.run(
        "INSERT OR REPLACE INTO events_targets (bus, rule, id, arn, document) VALUES (?, ?, ?, ?, ?)",
        rule.bus,
        rule.name,
        target.Id,
        target.Arn,
        JSON.stringify(target),
      );
    }
    if (targetsOf(events, rule.bus, rule.name).length > MOST_TARGETS) {
      throw limitExceeded("The requested resource exceeds the maximum number allowed.");
    }
  });
  return {
    FailedEntryCount: failed.length,
    FailedEntries: failed.map(({ Id, Arn }) => ({
      TargetId: Id,
      ErrorCode: "ValidationException",
      ErrorMessage: `This engine delivers events to functions and SQS queues only, not to ${Arn}.`,
    })),
  };
};

export const removeTargets = (events: Events) => (input: OfRule & { readonly Ids: readonly string[] }) => {
  const rule = ruleOf(events, input.EventBusName, input.Rule);
  const sql = "DELETE FROM events_targets WHERE bus = ? AND rule = ? AND id = ?";
  const missing = events.store.transaction(() =>
    input.Ids.filter((id) => events.store.run(sql, rule.bus, rule.name, id) === 0),
  );
  return {
    FailedEntryCount: missing.length,
    FailedEntries: missing.map((id) => ({
      TargetId: id,
      ErrorCode: "ResourceNotFoundException",
      ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${id}.`,
    })),
  };
};

export const listTargetsByRule = (events: Events) => (input: OfRule & Paging) => {
  const rule = ruleOf(events, input.EventBusName, input.Rule);
  const { shown, page } = pageOf(targetsOf(events, rule.bus, rule.name), ({ Id }) => Id, input);
  return { Targets: shown, ...page };
};

export const listRuleNamesByTarget = (events: Events) => (input: OfBus & Paging & { readonly TargetArn: string }) => {
  const rows = events.store.all<{ rule: string }>(
    "SELECT DISTINCT rule FROM events_targets WHERE bus = ? AND arn = ? ORDER BY rule",
    busOf(events, input.EventBusName).name,
    input.TargetArn,
  );
  const names = rows.map(({ rule }) => rule);
  const { shown, page } = pageOf(names, (name) => name, input);
  return { RuleNames: shown, ...page };
};

export function targetsOf(events: Events, bus: string, rule: string): Target[] {
  const sql = "SELECT document FROM events_targets WHERE bus = ? AND rule = ? ORDER BY id";
  return events.store.all<{ document: string }>(sql, bus, rule).map(({ document }) => JSON.parse(document));
}

export function kindOf(arn: string): "lambda" | "sqs" | undefined {
  if (/^arn:aws:lambda:[^:]+:\d+:function:/.test(arn)) return "lambda";
  return /^arn:aws:sqs:[^:]+:\d+:/.test(arn) ? "sqs" : undefined;
}

function checkTarget({ Id, Arn, Input, InputPath, InputTransformer, SqsParameters }: Target): void {
  if (!Arn.startsWith("arn:"))
    throw invalid("Parameter Arn is not valid. Reason: Provided Arn is not in correct format.");
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Arn.endsWith(".fifo") && !SqsParameters?.MessageGroupId) {
    throw invalid(`Parameter(s) MessageGroupId must be specified for target: ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`JSON syntax error in input for target ${Id}.`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
