// What the operations share: the tables, the items, and where time and identifiers come from.
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { EngineContext } from "../service.ts";
import type { Store } from "../store.ts";
import { ExpirySweep } from "./items/expiry-sweep.ts";
import { ItemStore } from "./items/item-store.ts";
import { TableStore } from "./tables/table-store.ts";

export interface Database {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tables: TableStore;
  readonly items: ItemStore;
  readonly sweep: ExpirySweep;
}

export function openDatabase({ store, clock, random }: EngineContext): Database {
  const tables = new TableStore(store);
  const items = new ItemStore(store, tables);
  return { store, clock, random, tables, items, sweep: new ExpirySweep(clock, tables, items) };
}
