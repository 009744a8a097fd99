// TagResource.
import { type Operation, ServiceError } from "../service.ts";
import type { Database } from "./database.ts";
import type { Table } from "./tables/table.ts";
import { acceptTags, type Tag } from "./tables/tags.ts";

export function tagResource({ store, tables }: Database): Operation {
  return (input: { readonly ResourceArn: string; readonly Tags: readonly Tag[] }, { region }) =>
    store.transaction(() => {
      const table = taggedTable({ tables }, region, input.ResourceArn);
      tables.save({ ...table, tags: acceptTags(table.tags, input.Tags) });
      return {};
    });
}

/** Tags are addressed by ARN only. */
export function taggedTable({ tables }: Pick<Database, "tables">, region: string, arn: string): Table {
  const table = arn.startsWith("arn:") ? tables.find(region, arn) : undefined;
  if (table) return table;
  throw new ServiceError("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${arn} not found`);
}
