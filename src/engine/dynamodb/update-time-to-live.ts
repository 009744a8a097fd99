// UpdateTimeToLive: which attribute says when an item expires.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { invalid } from "./invalid.ts";
import { expiryOf } from "./items/expiry-store.ts";
import type { Table } from "./tables/table.ts";

interface UpdateTimeToLiveInput {
  readonly TableName: string;
  readonly TimeToLiveSpecification: { readonly Enabled: boolean; readonly AttributeName: string };
}

export function updateTimeToLive({ store, tables, items }: Database): Operation {
  return ({ TableName, TimeToLiveSpecification }: UpdateTimeToLiveInput, { region }) => {
    const { Enabled, AttributeName } = TimeToLiveSpecification;
    return store.transaction(() => {
      const before = tables.describe(region, TableName);
      if (Enabled && before.expiryAttribute !== undefined) invalid("TimeToLive is already enabled");
      if (!Enabled && before.expiryAttribute === undefined) invalid("TimeToLive is already disabled");
      if (!Enabled && before.expiryAttribute !== AttributeName) {
        invalid(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${before.expiryAttribute}`,
        );
      }
      const table: Table = { ...before, expiryAttribute: Enabled ? AttributeName : undefined };
      tables.save(table);
      if (!Enabled) items.expiry.forget(table.id);
      else {
        for (const { item, key } of items.every(table)) {
          items.expiry.move(table.id, key, undefined, expiryOf(table, item));
        }
      }
      return { TimeToLiveSpecification };
    });
  };
}
