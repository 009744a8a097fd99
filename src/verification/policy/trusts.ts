// Whether a role may be assumed by a service for us, and by it for nobody else: the confused deputy (Scheduler User Guide).
import type { PolicyDocument } from "../../desired/resource.ts";
import { listOf, matches } from "./patterns.ts";

export interface Caller {
  readonly service: string;
  /** Condition keys in lower case, as IAM compares them. */
  readonly context: Readonly<Record<string, string>>;
}

export type Trust = "trusted" | "unbound" | "refused" | "depends";

/** `unbound`: trusted, but not only when it acts with each key of the context. */
export function trusts(document: PolicyDocument, caller: Caller): Trust {
  const about = listOf(document.Statement).filter((one) => names(one, caller.service));
  const judged = about.map((one) => ({ effect: one["Effect"], holds: conditionHolds(one["Condition"], caller), one }));
  if (judged.some(({ effect, holds }) => effect === "Deny" && holds === true)) return "refused";
  const allowing = judged.filter(({ effect, holds }) => effect === "Allow" && holds !== false);
  if (allowing.length === 0) return "refused";
  if (
    allowing.every(({ holds }) => holds === "unknown") ||
    judged.some(({ holds, effect }) => effect === "Deny" && holds === "unknown")
  )
    return "depends";
  const bound = ({ one }: (typeof allowing)[number]) => {
    const keys = conditions(one["Condition"]).map(({ key }) => key);
    return Object.keys(caller.context).every((key) => keys.includes(key));
  };
  return allowing.every(bound) ? "trusted" : "unbound";
}

function names(statement: Readonly<Record<string, unknown>>, service: string): boolean {
  const principal = statement["Principal"];
  const services = typeof principal === "string" ? principal : (principal as { Service?: string })?.Service;
  return (
    matches(listOf(statement["Action"] as string), "sts:AssumeRole", "i") &&
    listOf(services).some((one) => one === "*" || one === service)
  );
}

function conditions(block: unknown) {
  return Object.entries((block ?? {}) as Record<string, Record<string, string | string[]>>).flatMap(
    ([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: listOf<string>(values),
      })),
  );
}

const EXACT = ["StringEquals"];
const LIKE = ["StringLike", "ArnEquals", "ArnLike"];

function conditionHolds(block: unknown, { context }: Caller): boolean | "unknown" {
  const each = conditions(block).map(({ operator, key, values }) => {
    const value = context[key];
    if (value === undefined || ![...EXACT, ...LIKE].includes(operator)) return "unknown";
    return EXACT.includes(operator) ? values.includes(value) : matches(values, value);
  });
  if (each.includes(false)) return false;
  return each.includes("unknown") ? "unknown" : true;
}
