// Which schedule is due next, in memory: a heap of instants and ids, sixteen bytes a schedule. The store has the truth; an
// entry that an edit made untrue is noticed when its turn comes, and dropped.
import type { Store } from "../store.ts";
import { allNextDue, countOfDue } from "./schedule-rows.ts";

const SPARE = 1_024;

export class DueQueue {
  /** Of the entries `[0, size)`, each is due no earlier than its parent `(index - 1) >> 1`; of two due at once the older
   * schedule comes first. */
  #at = new Float64Array(SPARE);
  #ids = new Float64Array(SPARE);
  #size = 0;
  /** Past this many entries most are untrue, and all are read again. */
  #most = SPARE;
  #loaded = false;

  get loaded(): boolean {
    return this.#loaded;
  }

  /** Reads all anew: at the start, and when a transaction failed that had moved schedules on. */
  load(store: Store): void {
    const count = countOfDue(store);
    const capacity = count + SPARE;
    this.#at = new Float64Array(capacity);
    this.#ids = new Float64Array(capacity);
    // In order of due time, which is a heap.
    let size = 0;
    for (const { id, at } of allNextDue(store)) this.#set(size++, at, id);
    this.#size = size;
    this.#most = 2 * size + SPARE;
    this.#loaded = true;
  }

  /** What is in memory is no longer what the store says; it is read again before it is next used. */
  forget(): void {
    this.#loaded = false;
    this.#size = 0;
  }

  /** Nothing before it is loaded: then it is in the store anyway. */
  add(id: number, at: number): void {
    if (!this.#loaded) return;
    if (this.#size < this.#most) {
      if (this.#size === this.#at.length) this.#grow();
      this.#rise(this.#size++, at, id);
    } else this.forget();
  }

  earliest(): number | undefined {
    return this.#size === 0 ? undefined : this.#at[0];
  }

  /** Takes out what is due by the instant, the earliest first. */
  take(by: number): number[] {
    const ids: number[] = [];
    while (this.#size > 0 && (this.#at[0] ?? by) <= by) {
      ids.push(this.#ids[0] ?? 0);
      const last = --this.#size;
      if (last > 0) this.#sink(this.#at[last] ?? 0, this.#ids[last] ?? 0);
    }
    return ids;
  }

  #set(index: number, at: number, id: number): void {
    this.#at[index] = at;
    this.#ids[index] = id;
  }

  #before(index: number, at: number, id: number): boolean {
    const other = this.#at[index] ?? 0;
    return other < at || (other === at && (this.#ids[index] ?? 0) < id);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#at[from] ?? 0, this.#ids[from] ?? 0);
  }

  /** Puts the entry at the free place `index`, or as far above it as it belongs. */
  #rise(index: number, at: number, id: number): void {
    let place = index;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#before(parent, at, id)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#set(place, at, id);
  }

  /** Puts the entry at the free top, or as far below it as it belongs. */
  #sink(at: number, id: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#before(child + 1, this.#at[child] ?? 0, this.#ids[child] ?? 0)) child++;
      if (!this.#before(child, at, id)) break;
      this.#move(child, place);
      place = child;
    }
    this.#set(place, at, id);
  }

  #grow(): void {
    const [at, ids] = [new Float64Array(this.#at.length * 2), new Float64Array(this.#at.length * 2)];
    at.set(this.#at);
    ids.set(this.#ids);
    this.#at = at;
    this.#ids = ids;
  }
}
