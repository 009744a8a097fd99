// What DynamoDB itself leaves out of a page of runs: those whose stored state cannot show as one of the statuses asked for.

import type { Item } from "../dynamo.ts";
import { marshalItem } from "../items/attribute-value.ts";
import type { RunState, Trigger } from "../items/run-item.ts";

export interface RunFilter {
  readonly expression: string;
  readonly values: Item;
}

/** A run that goes on when its lease is over has failed, and so has one that waits too long; what was noted as missed may
 * have been given up. The reader judges by the time; here nothing is left out that it would show. */
const STATES: Readonly<Record<string, readonly RunState[]>> = {
  pending: ["pending"],
  running: ["running"],
  succeeded: ["succeeded"],
  skipped: ["skipped", "missed"],
  missed: ["missed"],
  failed: ["failed", "running", "pending", "missed"],
  dead: ["failed", "running", "pending", "missed"],
};

/** undefined where all runs are wanted. */
export function runFilter(
  statuses: ReadonlySet<string> | undefined,
  triggers: ReadonlySet<Trigger> | undefined,
): RunFilter | undefined {
  const states = statuses && new Set([...statuses].flatMap((status) => STATES[status] ?? []));
  const parts = [
    ["state", states],
    ["trigger", triggers],
  ] as const;
  const asked = parts.flatMap(([name, wanted]) => (wanted ? [{ name, wanted: [...wanted] }] : []));
  if (asked.length === 0) return undefined;
  const place = (name: string, index: number) => `:${name}${index}`;
  return {
    expression: asked
      .map(({ name, wanted }) => `#${name} IN (${wanted.map((_, index) => place(name, index)).join(", ")})`)
      .join(" AND "),
    values: marshalItem(
      Object.fromEntries(asked.flatMap(({ name, wanted }) => wanted.map((each, index) => [place(name, index), each]))),
    ),
  };
}
