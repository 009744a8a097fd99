// DeleteTable: the table, its items and indexes are gone at once.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { invalid } from "./invalid.ts";
import { describeTable } from "./tables/table-description.ts";

export function deleteTable({ store, tables, items }: Database): Operation {
  return (input: { readonly TableName: string }, { region }) =>
    store.transaction(() => {
      const table = tables.describe(region, input.TableName);
      if (table.deletionProtection) {
        invalid(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. Table: ${table.name}`,
        );
      }
      const TableDescription = describeTable(tables, table, "DELETING");
      items.removeAll(table);
      tables.remove(table);
      return { TableDescription };
    });
}
