// What the operations of IAM share: the engine's parts, ids, pages and tags.
import type { EngineContext } from "../service.ts";
import { invalidInput, limitExceeded } from "./errors.ts";

export type Iam = Pick<EngineContext, "store" | "clock" | "random" | "account">;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Ids begin with the kind of entity: AROA a role, ANPA a managed policy (IAM User Guide, unique identifiers). */
export const newId = (iam: Iam, kind: "AROA" | "ANPA") => kind + iam.random.hex(9).slice(0, 17).toUpperCase();

const MOST_TAGS = 50;

/** The existing tags with the new ones over them; keys are not distinguished by case but keep the case given first. */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const tags = new Map(existing.map((tag) => [tag.Key.toLowerCase(), tag]));
  const seen = new Set<string>();
  for (const { Key, Value } of added) {
    const key = Key.toLowerCase();
    if (seen.has(key)) throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    seen.add(key);
    tags.set(key, { Key: tags.get(key)?.Key ?? Key, Value });
  }
  if (tags.size > MOST_TAGS) throw limitExceeded(`The number of tags has reached the maximum limit of ${MOST_TAGS}.`);
  return [...tags.values()];
}

export const withoutTags = (tags: readonly Tag[], keys: readonly string[]) =>
  tags.filter(({ Key }) => !keys.some((key) => key.toLowerCase() === Key.toLowerCase()));

export interface Paging {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** One page of items that are sorted by `keyOf`; the marker is the last key given out. */
export function pageOf<T>(items: readonly T[], keyOf: (item: T) => string, paging: Paging) {
  const after = paging.Marker === undefined ? "" : Buffer.from(paging.Marker, "base64url").toString();
  const rest = items.filter((item) => keyOf(item) > after);
  const shown = rest.slice(0, paging.MaxItems ?? 100);
  const last = shown.at(-1);
  const more = rest.length > shown.length && last !== undefined;
  return {
    shown,
    page: { IsTruncated: more, ...(more ? { Marker: Buffer.from(keyOf(last)).toString("base64url") } : {}) },
  };
}
