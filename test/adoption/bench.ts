// Schedules and rules as AWS would show them, and an import of them without any AWS.
import { type Adopted, adopt } from "../../src/adoption/adopt.ts";
import type { Found, FoundRule, FoundSchedule, FoundTarget } from "../../src/adoption/found.ts";
import type { Model } from "../../src/manifest/model.ts";
import { modelOf, readerOf } from "../manifest/load.ts";

export const NOW = Date.parse("2026-11-25T12:00:00Z");
const PLACE = "us-east-1:000000000000";
export const functionArn = (name: string): string => `arn:aws:lambda:${PLACE}:function:${name}`;

export function schedule(name: string, more: Partial<FoundSchedule> = {}): FoundSchedule {
  const group = more.group ?? "default";
  return {
    kind: "schedule",
    group,
    name,
    arn: `arn:aws:scheduler:${PLACE}:schedule/${group}/${name}`,
    description: undefined,
    expression: "cron(0 6 * * ? *)",
    timezone: "UTC",
    enabled: true,
    startAt: undefined,
    endAt: undefined,
    windowMinutes: undefined,
    deleteAfterCompletion: false,
    keyArn: undefined,
    targetArn: functionArn("billing"),
    input: '{"a":1}',
    deadLetterArn: undefined,
    attempts: undefined,
    maxAgeSeconds: undefined,
    ...more,
  };
}

export const target = (id: string, more: Partial<FoundTarget> = {}): FoundTarget => ({
  id,
  arn: functionArn("billing"),
  input: undefined,
  inputPath: undefined,
  transformer: undefined,
  deadLetterArn: undefined,
  attempts: undefined,
  maxAgeSeconds: undefined,
  ...more,
});

export const rule = (name: string, more: Partial<FoundRule> = {}): FoundRule => ({
  kind: "rule",
  name,
  arn: `arn:aws:events:${PLACE}:rule/${name}`,
  description: undefined,
  expression: "rate(1 hour)",
  enabled: true,
  pattern: undefined,
  managedBy: undefined,
  targets: [target("1")],
  ...more,
});

export interface Imported extends Adopted {
  /** The text, as our own loader reads it. */
  readonly model: Model;
  /** `what of kind name: reason`. */
  readonly reasons: readonly string[];
}

export function imported(found: readonly Found[], groups: readonly string[] = []): Imported {
  const load = { file: "/project/jobs.yaml", environment: "local", reader: readerOf({}), variables: {} };
  const adopted = adopt({ app: "shop", found, groups, ownGroup: "mine-local", header: ["A file."], now: NOW, load });
  return {
    ...adopted,
    model: modelOf(adopted.text),
    reasons: adopted.skipped.map(({ what, kind, name, reason }) => `${what} of ${kind} ${name}: ${reason}`),
  };
}
