// What a target is given: the event, a part of it, a constant, or a template filled from it (User Guide, input transformation).
import type { Target } from "./targets.ts";

export interface RuleContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO. */
  readonly ingestedAt: string;
}

export function inputOf(target: Target, event: object, rule: RuleContext): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) return fill(target.InputTransformer, event, rule);
  if (target.InputPath === undefined) return JSON.stringify(event);
  return JSON.stringify(valueAt(event, target.InputPath) ?? null);
}

/** `$.detail.items[0].name`: names and indices, as far as AWS takes them. */
function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const [, name, index, quoted] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/g)) {
    const key = name ?? quoted ?? index ?? "";
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Inside a template's quotes a value stands as its text, outside as JSON; a path that leads nowhere leaves nothing. */
function fill(transformer: NonNullable<Target["InputTransformer"]>, event: object, rule: RuleContext): string {
  const known: Record<string, unknown> = {
    "aws.events.rule-arn": rule.ruleArn,
    "aws.events.rule-name": rule.ruleName,
    "aws.events.event.ingestion-time": rule.ingestedAt,
    "aws.events.event": event,
    "aws.events.event.json": event,
  };
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) known[name] = valueAt(event, path);
  let quoted = false;
  return transformer.InputTemplate.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined || !Object.hasOwn(known, name)) return found;
    const value = known[name];
    if (!quoted) return value === undefined ? "" : JSON.stringify(value);
    const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}
