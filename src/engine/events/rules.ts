// PutRule, DescribeRule, ListRules, EnableRule, DisableRule and DeleteRule.
import { busOf } from "./buses.ts";
import { DEFAULT_BUS, type Events, invalid, limitExceeded, notFound, type Paging, pageOf, ruleArn } from "./events.ts";
import { parseEventPattern } from "./pattern/event-pattern.ts";
import { checkSchedule, reschedule } from "./rule-due.ts";
import { checkTags, type Tag } from "./tags.ts";

export interface OfBus {
  readonly EventBusName?: string;
}

interface Named extends OfBus {
  readonly Name: string;
}

interface PutRuleInput extends Named {
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: readonly Tag[];
}

export interface RuleRow {
  readonly bus: string;
  readonly name: string;
  readonly pattern: string | null;
  readonly schedule: string | null;
  readonly state: string;
  readonly description: string | null;
  readonly role: string | null;
}

/** Quota per bus (User Guide, EventBridge quotas). */
const MOST_RULES = 300;

/** What an update leaves out is gone; tags are taken only when the rule is made (API Reference, PutRule). */
export const putRule = (events: Events) => (input: PutRuleInput) => {
  const bus = busOf(events, input.EventBusName).name;
  checkTrigger(input, bus);
  events.store.transaction(() => {
    const existing = findRule(events, bus, input.Name);
    const count = events.store.get<{ n: number }>("SELECT COUNT(*) AS n FROM events_rules WHERE bus = ?", bus)?.n ?? 0;
    if (!existing && count >= MOST_RULES)
      throw limitExceeded("The requested resource exceeds the maximum number allowed.");
    const tags = existing ? undefined : checkTags([], input.Tags ?? []);
    events.store.run(
      `INSERT INTO events_rules (bus, name, pattern, schedule, state, description, role, tags)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (bus, name) DO UPDATE SET pattern = excluded.pattern, schedule = excluded.schedule,
         state = excluded.state, description = excluded.description, role = excluded.role`,
      bus,
      input.Name,
      input.EventPattern ?? null,
      input.ScheduleExpression ?? null,
      input.State ?? "ENABLED",
      input.Description ?? null,
      input.RoleArn ?? null,
      JSON.stringify(tags ?? []),
    );
    if (bus === DEFAULT_BUS) reschedule(events, ruleOf(events, bus, input.Name));
  });
  return { RuleArn: ruleArn(events, bus, input.Name) };
};

export const describeRule = (events: Events) => (input: Named) => ({
  ...shownRule(events, ruleOf(events, input.EventBusName, input.Name)),
  CreatedBy: events.account,
});

export const listRules = (events: Events) => (input: Paging & OfBus & { readonly NamePrefix?: string }) => {
  const rules = events.store
    .all<RuleRow>("SELECT * FROM events_rules WHERE bus = ? ORDER BY name", busOf(events, input.EventBusName).name)
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
  const { shown, page } = pageOf(rules, ({ name }) => name, input);
  return { Rules: shown.map((rule) => shownRule(events, rule)), ...page };
};

export const setRuleState = (events: Events, state: "ENABLED" | "DISABLED") => (input: Named) => {
  const rule = ruleOf(events, input.EventBusName, input.Name);
  events.store.transaction(() => {
    events.store.run("UPDATE events_rules SET state = ? WHERE bus = ? AND name = ?", state, rule.bus, rule.name);
    if (rule.bus === DEFAULT_BUS) reschedule(events, { ...rule, state });
  });
};

/** Deleting what is not there succeeds; a rule with targets is kept (API Reference, DeleteRule). */
export const deleteRule = (events: Events) => (input: Named) => {
  const bus = busOf(events, input.EventBusName).name;
  events.store.transaction(() => {
    if (events.store.get("SELECT 1 FROM events_targets WHERE bus = ? AND rule = ? LIMIT 1", bus, input.Name)) {
      throw invalid("Rule can't be deleted since it has targets.");
    }
    events.store.run("DELETE FROM events_rules WHERE bus = ? AND name = ?", bus, input.Name);
    if (bus === DEFAULT_BUS) reschedule(events, { name: input.Name, schedule: null, state: "DISABLED" });
  });
};

export function ruleOf(events: Events, bus: string | undefined, name: string): RuleRow {
  const busName = busOf(events, bus).name;
  const rule = findRule(events, busName, name);
  if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${busName}.`);
  return rule;
}

export function enabledRules(events: Events, bus: string): RuleRow[] {
  return events.store.all<RuleRow>(
    "SELECT * FROM events_rules WHERE bus = ? AND pattern IS NOT NULL AND state <> 'DISABLED' ORDER BY name",
    bus,
  );
}

export function scheduledRules(events: Events): RuleRow[] {
  const sql = "SELECT * FROM events_rules WHERE bus = ? AND schedule IS NOT NULL ORDER BY name";
  return events.store.all<RuleRow>(sql, DEFAULT_BUS);
}

function findRule(events: Events, bus: string, name: string): RuleRow | undefined {
  return events.store.get<RuleRow>("SELECT * FROM events_rules WHERE bus = ? AND name = ?", bus, name);
}

function checkTrigger({ EventPattern, ScheduleExpression }: PutRuleInput, bus: string): void {
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  if (EventPattern !== undefined) parseEventPattern(EventPattern);
  if (ScheduleExpression === undefined) return;
  if (bus !== DEFAULT_BUS) throw invalid("ScheduleExpression is supported only on the default event bus.");
  checkSchedule(ScheduleExpression);
}

function shownRule(events: Events, rule: RuleRow) {
  return {
    Name: rule.name,
    Arn: ruleArn(events, rule.bus, rule.name),
    State: rule.state,
    EventBusName: rule.bus,
    ...(rule.pattern === null ? {} : { EventPattern: rule.pattern }),
    ...(rule.schedule === null ? {} : { ScheduleExpression: rule.schedule }),
    ...(rule.description === null ? {} : { Description: rule.description }),
    ...(rule.role === null ? {} : { RoleArn: rule.role }),
  };
}
