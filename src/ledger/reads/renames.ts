// The former names of all jobs, by the present one.
import { marshal } from "../items/attribute-value.ts";
import { parseRename, type Rename } from "../items/rename-item.ts";
import { RENAME_PREFIX, SYNC_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryWhole } from "./query-whole.ts";

export type Renames = ReadonlyMap<string, Rename>;

export async function readRenames(ledger: Ledger): Promise<Renames> {
  const items = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :rename)",
    ExpressionAttributeValues: { ":pk": marshal(SYNC_PARTITION), ":rename": marshal(RENAME_PREFIX) },
  });
  const renames = items.map(parseRename).filter((rename) => rename !== undefined);
  return new Map(renames.map((rename) => [rename.job, rename]));
}
