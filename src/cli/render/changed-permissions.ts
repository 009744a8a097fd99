// What a change of an IAM policy gives and takes, a line each: of two long documents nobody sees it.
import { stableJson } from "../../core/json.ts";
import { cell } from "./table.ts";

const MOST_LINES = 12;
const LONGEST = 160;

/** Actions that stand together: the same effect, resource and conditions. */
interface Grants {
  readonly effect: string;
  readonly resource: string;
  readonly rest: string;
  readonly actions: string[];
}

/** `+ allow s3:PutObject on arn:…`; undefined where the two are no policies, or give the same in other words. */
export function changedPermissions(from: unknown, to: unknown): readonly string[] | undefined {
  const [before, after] = [grantsIn(from), grantsIn(to)];
  if (!before || !after) return undefined;
  const lines = [...only(after, before).map((text) => `+ ${text}`), ...only(before, after).map((text) => `- ${text}`)];
  if (lines.length === 0) return undefined;
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more`] : lines;
}

type Grant = Omit<Grants, "actions"> & { readonly action: string };

function grantsIn(document: unknown): ReadonlyMap<string, Grant> | undefined {
  const statements = (document as { readonly Statement?: unknown } | null)?.Statement;
  if (!Array.isArray(statements)) return undefined;
  const grants = statements.flatMap(({ Effect, Action, Resource, Sid: _, ...others }): Grant[] => {
    const rest = Object.keys(others).length === 0 ? "" : ` ${stableJson(others)}`;
    const pairs = listOf(Action).flatMap((action) => listOf(Resource).map((resource) => ({ action, resource })));
    return pairs.map((pair) => ({ ...pair, effect: String(Effect).toLowerCase(), rest }));
  });
  return new Map(grants.map((grant) => [stableJson({ ...grant }), grant]));
}

/** A trust policy names no resource, being one's own. */
const listOf = (value: unknown): readonly string[] =>
  value === undefined ? [""] : Array.isArray(value) ? value.map(String) : [String(value)];

function only(some: ReadonlyMap<string, Grant>, others: ReadonlyMap<string, Grant>): readonly string[] {
  const together = new Map<string, Grants>();
  for (const [key, { action, effect, resource, rest }] of some) {
    if (others.has(key)) continue;
    const place = stableJson({ effect, resource, rest });
    const grants = together.get(place) ?? { effect, resource, rest, actions: [] };
    grants.actions.push(action);
    together.set(place, grants);
  }
  return [...together.values()].map(({ effect, resource, rest, actions }) => {
    const where = resource === "" ? "" : ` on ${resource}`;
    return cell(`${effect} ${actions.filter((action) => action !== "").join(", ")}${where}${rest}`, LONGEST);
  });
}
