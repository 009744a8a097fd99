// One zone's offsets as sorted tables, made from Intl a good year at a time: looking up an instant is then an array search.
import { DAY_MS } from "./calendar.ts";

/** About 398 days. A power of two, so that a block is found by one division. */
const BLOCK_MS = 2 ** 35;
/** More than any offset and any shift, so that what overlaps a block's edge is seen from both sides. */
const MARGIN_MS = 4 * DAY_MS;
/** No zone changes twice within seven days from 1970 to 2200, so two changes never fall between two probes. */
const PROBE_MS = 3 * DAY_MS;

/** The stretches of unchanging offset around one block. Wall times are milliseconds as if UTC. */
export class ZoneBlock {
  /** When each stretch begins; the first is open to the left. */
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
  /** Which local times are each stretch's own: a repeated hour belongs to the earlier one alone. */
  readonly wallStarts: readonly number[];
  readonly wallEnds: readonly number[];

  constructor(starts: readonly number[], offsets: readonly number[]) {
    this.starts = starts;
    this.offsets = offsets;
    const wallStarts: number[] = [];
    const wallEnds: number[] = [];
    let passed = Number.NEGATIVE_INFINITY;
    for (const [index, offset] of offsets.entries()) {
      wallStarts.push(Math.max(index === 0 ? Number.NEGATIVE_INFINITY : (starts[index] ?? 0) + offset, passed));
      passed = Math.max(passed, (starts[index + 1] ?? Number.POSITIVE_INFINITY) + offset);
      wallEnds.push(passed);
    }
    this.wallStarts = wallStarts;
    this.wallEnds = wallEnds;
  }

  /** The stretch that holds an instant. */
  segmentAt(at: number): number {
    let index = this.starts.length - 1;
    while (index > 0 && (this.starts[index] ?? 0) > at) index--;
    return index;
  }

  /** The stretch whose own local times hold `wall`, or, in a gap, the one after it. */
  segmentOfWall(wall: number): number {
    let index = 0;
    while ((this.wallEnds[index] ?? Number.POSITIVE_INFINITY) <= wall) index++;
    return index;
  }
}

export class ZoneTable {
  /** None for UTC: the first of these costs a process more than all due times of its jobs. */
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #blocks: (ZoneBlock | undefined)[] = [];

  constructor(zone: string) {
    const shape = { timeZone: zone, timeZoneName: "longOffset", year: "numeric" } as const;
    this.#format = zone === "UTC" ? undefined : new Intl.DateTimeFormat("en-US", shape);
  }

  /** The block around an instant, or around a local time: its margin covers both. */
  blockAt(at: number): ZoneBlock {
    const index = at < 0 ? 0 : Math.floor(at / BLOCK_MS);
    let block = this.#blocks[index];
    if (!block) {
      block = this.#build(index);
      this.#blocks[index] = block;
    }
    return block;
  }

  /** Local time minus UTC. */
  offsetAt(at: number): number {
    const block = this.blockAt(at);
    return block.offsets[block.segmentAt(at)] ?? 0;
  }

  /** The first instant after `after`, up to `until`, from which another offset holds. */
  nextChange(after: number, until: number): number | undefined {
    for (let at = after; at <= until; at = (Math.floor(Math.max(0, at) / BLOCK_MS) + 1) * BLOCK_MS) {
      const found = this.blockAt(at).starts.find((start, index) => index > 0 && start > after);
      if (found !== undefined) return found <= until ? found : undefined;
    }
    return undefined;
  }

  #build(index: number): ZoneBlock {
    let at = index * BLOCK_MS - MARGIN_MS;
    const end = (index + 1) * BLOCK_MS + MARGIN_MS;
    const starts = [at];
    const offsets = [this.#probe(at)];
    while (at < end) {
      const before = offsets.at(-1) ?? 0;
      const next = Math.min(at + PROBE_MS, end);
      const after = this.#probe(next);
      if (after !== before) {
        starts.push(this.#change(at, next, before));
        offsets.push(after);
      }
      at = next;
    }
    return new ZoneBlock(starts, offsets);
  }

  /** The first whole second between two probes at which the offset is no longer `before`. */
  #change(from: number, to: number, before: number): number {
    let low = from / 1_000;
    let high = to / 1_000;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#probe(middle * 1_000) === before) low = middle;
      else high = middle;
    }
    return high * 1_000;
  }

  /** Reads `1970, GMT-00:44:30`; plain `GMT` is zero. */
  #probe(at: number): number {
    if (!this.#format) return 0;
    const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(this.#format.format(at));
    if (!match) return 0;
    const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === "-" ? -seconds : seconds) * 1_000;
  }
}
