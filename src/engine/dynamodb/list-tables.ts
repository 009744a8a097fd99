// ListTables: names in order, a hundred to a page.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";

const LARGEST_PAGE = 100;

interface ListTablesInput {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

export function listTables({ tables }: Database): Operation {
  return ({ ExclusiveStartTableName = "", Limit = LARGEST_PAGE }: ListTablesInput, { region }) => {
    const names = tables.names(region, ExclusiveStartTableName, Limit + 1);
    const page = names.slice(0, Limit);
    return { TableNames: page, LastEvaluatedTableName: names.length > Limit ? page.at(-1) : undefined };
  };
}
