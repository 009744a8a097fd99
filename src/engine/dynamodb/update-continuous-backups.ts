// UpdateContinuousBackups: remembers the setting, no more.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { backedUpTable, describeBackups } from "./describe-continuous-backups.ts";

interface UpdateContinuousBackupsInput {
  readonly TableName: string;
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
}

export function updateContinuousBackups({ store, tables }: Database): Operation {
  return ({ TableName, PointInTimeRecoverySpecification }: UpdateContinuousBackupsInput, { region }) =>
    store.transaction(() => {
      const table = {
        ...backedUpTable({ tables }, region, TableName),
        pointInTimeRecovery: PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
      };
      tables.save(table);
      return { ContinuousBackupsDescription: describeBackups(table) };
    });
}
