// A retention rule and what it condemns: a function of the rule, the objects under its prefix and the time.
import { parseDuration } from "lamplighter";

export interface RuleInput {
  /** Objects whose keys start with this, and no others. */
  readonly prefix: string;
  /** `36h`, `30d`: younger objects stay. */
  readonly olderThan: string;
  /** The newest n of the prefix stay, whatever their age. */
  readonly keepLast?: number;
}

export interface Rule {
  readonly prefix: string;
  readonly olderThanMs: number;
  readonly keepLast: number;
}

export interface StoredObject {
  readonly key: string;
  readonly modifiedAt: number;
  readonly bytes: number;
}

/** Refuses what could touch more than it names: an empty prefix is the whole bucket. */
export function parseRule(input: RuleInput, index: number): Rule {
  const place = `rules[${index}]`;
  if (typeof input?.prefix !== "string" || input.prefix === "") {
    throw new Error(`${place}.prefix: expected the start of the keys to clean; an empty one would be the whole bucket`);
  }
  const olderThanMs = parseDuration(String(input.olderThan));
  if (olderThanMs === undefined) {
    throw new Error(`${place}.olderThan: expected a duration like 36h or 30d, got ${JSON.stringify(input.olderThan)}`);
  }
  const keepLast = input.keepLast ?? 0;
  if (!Number.isInteger(keepLast) || keepLast < 0) {
    throw new Error(`${place}.keepLast: expected a whole number from 0, got ${JSON.stringify(input.keepLast)}`);
  }
  return { prefix: input.prefix, olderThanMs, keepLast };
}

/** Ages are measured at the run's due time, so that a second run for it condemns nothing more. */
export function condemned(rule: Rule, objects: readonly StoredObject[], at: number): StoredObject[] {
  return objects
    .filter((object) => object.key.startsWith(rule.prefix))
    .sort((a, b) => b.modifiedAt - a.modifiedAt || (a.key < b.key ? 1 : -1))
    .slice(rule.keepLast)
    .filter((object) => object.modifiedAt < at - rule.olderThanMs);
}
