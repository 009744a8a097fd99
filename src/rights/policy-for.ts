// The rights of some uses as one policy: ready for IAM, with nothing said twice.
import type { JsonObject } from "../core/json.ts";
import type { PolicyDocument } from "../desired/resource.ts";
import type { Right, Use } from "./right.ts";

export interface UsePolicy {
  readonly document: PolicyDocument;
  /** Characters as IAM counts them: white space left out. */
  readonly size: number;
  readonly fits: boolean;
  /** Statements on `*`, and why they are. */
  readonly open: readonly { readonly sid: string; readonly actions: readonly string[]; readonly why: string }[];
}

/** A customer managed policy (IAM User Guide, IAM and AWS STS quotas). */
export const LONGEST_MANAGED_POLICY = 6_144;

export function policyFor(rights: readonly Right[], uses: readonly Use[]): UsePolicy {
  const merged = mergedRights(
    rights.filter((right) => right.on.length > 0 && right.uses.some((use) => uses.includes(use))),
  );
  const document: PolicyDocument = { Version: "2012-10-17", Statement: merged.map(statementOf) };
  const size = JSON.stringify(document).length;
  return {
    document,
    size,
    fits: size <= LONGEST_MANAGED_POLICY,
    open: merged.flatMap(({ sid, actions, why }) => (why === undefined ? [] : [{ sid, actions, why }])),
  };
}

/** One statement for each set of resources and each condition, under the first one's name. */
function mergedRights(rights: readonly Right[]): readonly Right[] {
  const merged = new Map<string, Right>();
  for (const right of rights) {
    const key = JSON.stringify([right.on, right.passedTo]);
    const before = merged.get(key);
    const actions = [...new Set([...(before?.actions ?? []), ...right.actions])].sort();
    merged.set(key, { ...right, ...before, actions });
  }
  return [...merged.values()];
}

function statementOf({ sid, actions, on, passedTo }: Right): JsonObject {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: on,
    ...(passedTo === undefined ? {} : { Condition: { StringEquals: { "iam:PassedToService": passedTo } } }),
  };
}
