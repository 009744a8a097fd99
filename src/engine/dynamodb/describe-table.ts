// DescribeTable.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { describeTable as describe } from "./tables/table-description.ts";

export function describeTable({ tables }: Database): Operation {
  return (input: { readonly TableName: string }, { region }) => ({
    Table: describe(tables, tables.describe(region, input.TableName)),
  });
}
