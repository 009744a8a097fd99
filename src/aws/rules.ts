// Legacy EventBridge rules that also invoke one of our functions: they would run a job beside its schedule.
import type { Clients } from "./clients.ts";

/** Names on the default bus, in the service's order. */
export async function rulesTargeting(
  clients: Pick<Clients, "events">,
  functionArn: string,
): Promise<readonly string[]> {
  const [client, { ListRuleNamesByTargetCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRuleNamesByTargetCommand({ TargetArn: functionArn, NextToken }));
    names.push(...(page.RuleNames ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return names;
}
