// DescribeContinuousBackups: the setting is kept; the engine itself makes no backups to restore from.
import { type Operation, ServiceError } from "../service.ts";
import type { Database } from "./database.ts";
import type { Table } from "./tables/table.ts";

export function describeContinuousBackups({ tables }: Database): Operation {
  return (input: { readonly TableName: string }, { region }) => ({
    ContinuousBackupsDescription: describeBackups(backedUpTable({ tables }, region, input.TableName)),
  });
}

/** These two operations have an error of their own for a table that is not there. */
export function backedUpTable({ tables }: Pick<Database, "tables">, region: string, name: string): Table {
  const table = tables.find(region, name);
  if (!table) throw new ServiceError("TableNotFoundException", `Table not found: ${name}`);
  return table;
}

export function describeBackups({ pointInTimeRecovery }: Table): object {
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? "ENABLED" : "DISABLED" },
  };
}
