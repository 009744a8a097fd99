// An event on a bus goes to the targets of every rule that it matches.

import { apart } from "./apart.ts";
import { attempt } from "./attempt.ts";
import { type Events, ruleArn } from "./events.ts";
import { enabledRules, type RuleRow } from "./rules.ts";
import { targetsOf } from "./targets.ts";

/** As targets get it (User Guide, event structure). */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export function deliver(events: Events, bus: string, event: BusEvent): void {
  for (const rule of enabledRules(events, bus)) {
    apart(events, rule.name, () => {
      if (rule.pattern !== null && events.patterns.of(rule.pattern)(event)) deliverTo(events, rule, event);
    });
  }
}

export function deliverTo(events: Events, rule: RuleRow, event: BusEvent): void {
  const arn = ruleArn(events, rule.bus, rule.name);
  const bornAt = events.clock.now();
  for (const target of targetsOf(events, rule.bus, rule.name)) {
    attempt(events, { id: undefined, ruleArn: arn, ruleName: rule.name, target, event, bornAt, attempt: 1 });
  }
}
