// A table's tags.
import { invalid } from "../invalid.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MOST_TAGS = 50;

/** The tags with the new ones in. */
export function acceptTags(before: Readonly<Record<string, string>>, added: readonly Tag[]): Record<string, string> {
  const keys = added.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) invalid("Invalid Tag Keys: duplicate keys found");
  const reserved = keys.find((key) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) invalid(`Invalid tag key ${reserved}: the prefix aws: is reserved`);
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST_TAGS) invalid(`The number of tags exceeds the limit of ${MOST_TAGS}`);
  return tags;
}
