// ListTagsOfResource: all on one page, since a table has fifty tags at most.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { taggedTable } from "./tag-resource.ts";

export function listTagsOfResource({ tables }: Database): Operation {
  return (input: { readonly ResourceArn: string }, { region }) => ({
    Tags: Object.entries(taggedTable({ tables }, region, input.ResourceArn).tags).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  });
}
