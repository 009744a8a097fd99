// Removes expired items on the minute after they expire; AWS does within days, and until then they can be read.
import type { Clock, Timer } from "../../../core/clock.ts";
import type { TableStore } from "../tables/table-store.ts";
import type { ItemStore } from "./item-store.ts";

const MINUTE_MS = 60_000;
/** A batch is one transaction: large enough to be quick, small enough not to hold up requests. */
const BATCH = 500;
/** "Time to Live": what expired more than five years ago is taken for a mistake and left alone. */
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** Armed only while something is to expire: an idle engine has no timer of ours. */
export class ExpirySweep {
  readonly #clock: Clock;
  readonly #tables: TableStore;
  readonly #items: ItemStore;
  #timer: Timer | undefined;
  #armedAt = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(clock: Clock, tables: TableStore, items: ItemStore) {
    this.#clock = clock;
    this.#tables = tables;
    this.#items = items;
    items.expiry.onAdded = (at) => this.#arm(at);
    this.#armForFirst();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** The minute's end after the expiry, or after now for what has expired already. */
  #arm(expirySeconds: number): void {
    const from = Math.max(expirySeconds * 1_000, this.#clock.now());
    const at = (Math.floor(from / MINUTE_MS) + 1) * MINUTE_MS;
    if (this.#stopped || at >= this.#armedAt) return;
    this.#timer?.cancel();
    this.#armedAt = at;
    this.#timer = this.#clock.setTimer(at, () => this.#sweep());
  }

  #armForFirst(): void {
    const first = this.#items.expiry.first();
    if (first !== undefined) this.#arm(first);
  }

  #sweep(): void {
    this.#armedAt = Number.POSITIVE_INFINITY;
    if (this.#stopped) return;
    let full = false;
    try {
      full = this.#removeExpired();
    } catch {
      // A full disk, say: what is expired stays, and is tried again at the next minute.
    }
    if (full) this.#timer = this.#clock.setTimer(this.#clock.now(), () => this.#sweep());
    else this.#armForFirst();
  }

  /** One batch; true when there may be more. */
  #removeExpired(): boolean {
    const nowSeconds = Math.floor(this.#clock.now() / 1_000);
    const expired = this.#items.expiry.until(nowSeconds, BATCH);
    const tables = new Map(this.#tables.all().map((table) => [table.id, table]));
    this.#items.store.transaction(() => {
      for (const { tbl, at, pk, sk } of expired) {
        const table = tables.get(tbl);
        const before = table && at > nowSeconds - OLDEST_SECONDS ? this.#items.get(table, { pk, sk }) : undefined;
        if (table && before) this.#items.remove(table, { pk, sk }, before);
        else this.#items.expiry.move(tbl, { pk, sk }, at, undefined);
      }
    });
    return expired.length === BATCH;
  }
}
