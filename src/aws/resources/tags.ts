// Tags in each service's shape, and the ones that are ours.
import type { Tags } from "../../desired/resource.ts";

const OURS = "lamplighter:";

/** Only ours are in the normal form: what an organisation's own tooling adds is not ours to show or to remove. */
export function ourTags(tags: Readonly<Record<string, string | undefined>> | undefined): Tags {
  const own = Object.entries(tags ?? {}).filter(([key]) => key.startsWith(OURS));
  return Object.fromEntries(own.map(([key, value]) => [key, value ?? ""]).sort());
}

export function ourTagsOf(
  list: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tags {
  return ourTags(Object.fromEntries(list.map(({ Key, Value }) => [Key ?? "", Value])));
}

export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** What has to be set and removed to get from one to the other. */
export function tagChange(from: Tags, to: Tags): { readonly set: Tags; readonly remove: string[] } {
  const set = Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value));
  return { set, remove: Object.keys(from).filter((key) => !(key in to)) };
}

export const isEmpty = (tags: Tags): boolean => Object.keys(tags).length === 0;
