// What a rule gives a target: a constant, the event it makes up, a part of it, or a template filled from it.
import type { Json, JsonObject } from "../core/json.ts";
import type { FoundRule, FoundTarget } from "./found.ts";
import { type ReadInput, readInput } from "./read-input.ts";
import { ruleEvent } from "./scheduled-event.ts";

export function inputOfTarget(rule: FoundRule, target: FoundTarget): ReadInput {
  if (target.input !== undefined) return readInput(target.input);
  const event = ruleEvent(rule);
  if (target.transformer) return readInput(filled(target.transformer, event, rule));
  if (target.inputPath === undefined) return { ok: true, input: event };
  return readInput(JSON.stringify(valueAt(event, target.inputPath) ?? null));
}

/** `$.detail.items[0]`: names and indices, as far as EventBridge takes them (User Guide, input transformation). */
function valueAt(event: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = event;
  for (const [, name, index, quoted] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/g)) {
    const key = name ?? quoted ?? index ?? "";
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** Within quotes a value stands as its text, outside as JSON; a path that leads nowhere leaves nothing. The time at which the
 * event came in, which no schedule can say, is the time it was due. */
function filled(
  { paths, template }: NonNullable<FoundTarget["transformer"]>,
  event: JsonObject,
  rule: FoundRule,
): string {
  const known = new Map<string, Json | undefined>([
    ["aws.events.rule-arn", rule.arn],
    ["aws.events.rule-name", rule.name],
    ["aws.events.event.ingestion-time", event["time"]],
    ["aws.events.event", event],
    ["aws.events.event.json", event],
    ...Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)] as const),
  ]);
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined || !known.has(name)) return found;
    const value = known.get(name);
    if (!quoted) return value === undefined ? "" : JSON.stringify(value);
    const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}
