// UntagResource.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { taggedTable } from "./tag-resource.ts";

export function untagResource({ store, tables }: Database): Operation {
  return (input: { readonly ResourceArn: string; readonly TagKeys: readonly string[] }, { region }) =>
    store.transaction(() => {
      const table = taggedTable({ tables }, region, input.ResourceArn);
      const left = Object.entries(table.tags).filter(([key]) => !input.TagKeys.includes(key));
      tables.save({ ...table, tags: Object.fromEntries(left) });
      return {};
    });
}
