// Every scheduled rule of the default bus with its targets: for import.
import type { EventBridgeClient, Rule, Target } from "@aws-sdk/client-eventbridge";
import type { FoundRule, FoundTarget } from "../../adoption/found.ts";
import { inParallel } from "../../core/in-parallel.ts";
import type { Clients } from "../clients.ts";

const AT_ONCE = 8;

/** Only the default bus takes a schedule (EventBridge API, PutRule). */
export async function findRules(
  clients: Pick<Clients, "events">,
  prefix: string | undefined,
): Promise<readonly FoundRule[]> {
  const [client, { ListRulesCommand }] = await Promise.all([clients.events(), import("@aws-sdk/client-eventbridge")]);
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ NamePrefix: prefix, NextToken }));
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  const scheduled = rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
  return inParallel(scheduled, AT_ONCE, async (rule) => foundRule(rule, await targetsOf(client, rule.Name ?? "")));
}

/** By its name. */
export async function findRule(clients: Pick<Clients, "events">, Name: string): Promise<FoundRule> {
  const [client, { DescribeRuleCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  return foundRule(await client.send(new DescribeRuleCommand({ Name })), await targetsOf(client, Name));
}

async function targetsOf(client: EventBridgeClient, rule: string): Promise<readonly Target[]> {
  const { ListTargetsByRuleCommand } = await import("@aws-sdk/client-eventbridge");
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTargetsByRuleCommand({ Rule: rule, NextToken }));
    targets.push(...(page.Targets ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return targets;
}

const foundRule = (rule: Rule, targets: readonly Target[]): FoundRule => ({
  kind: "rule",
  name: rule.Name ?? "",
  arn: rule.Arn ?? "",
  description: rule.Description || undefined,
  expression: rule.ScheduleExpression ?? "",
  enabled: rule.State !== "DISABLED",
  pattern: rule.EventPattern,
  managedBy: rule.ManagedBy,
  targets: targets.map(foundTarget),
});

const foundTarget = (target: Target): FoundTarget => ({
  id: target.Id ?? "",
  arn: target.Arn ?? "",
  input: target.Input,
  inputPath: target.InputPath,
  transformer: target.InputTransformer && {
    paths: target.InputTransformer.InputPathsMap ?? {},
    template: target.InputTransformer.InputTemplate ?? "",
  },
  deadLetterArn: target.DeadLetterConfig?.Arn,
  attempts: target.RetryPolicy?.MaximumRetryAttempts,
  maxAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds,
});
