// Local time in a zone, as Intl shows it: nothing of the product's own zones is used.

const QUARTER_MS = 15 * 60_000;
/** The earlier pass of a time that comes twice is no further back than this. */
const LONGEST_CHANGE_MS = 3 * 60 * 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Milliseconds that clocks are ahead of UTC. Clocks change at whole quarters of an hour. */
function offsetAt(zone: string, at: number): number {
  if (zone === "UTC") return 0;
  const quarter = Math.floor(at / QUARTER_MS);
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = shownAt(zone, quarter * QUARTER_MS) - quarter * QUARTER_MS;
  offsets.set(key, offset);
  return offset;
}

function shownAt(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** What clocks show, milliseconds as if UTC; `isAgain` of a time that they have shown before. */
export function localTime(zone: string, at: number): { readonly wallMs: number; readonly isAgain: boolean } {
  const offset = offsetAt(zone, at);
  const wallMs = at + offset;
  for (let before = at - QUARTER_MS; before >= at - LONGEST_CHANGE_MS; before -= QUARTER_MS) {
    const earlier = offsetAt(zone, before);
    if (earlier <= offset) continue;
    const same = wallMs - earlier;
    if (same < at && offsetAt(zone, same) === earlier) return { wallMs, isAgain: true };
  }
  return { wallMs, isAgain: false };
}

export interface Gap {
  readonly at: number;
  /** The local minutes that do not exist, milliseconds as if UTC. */
  readonly walls: readonly number[];
}

/** Instants after `fromAt` and before `toAt` at which clocks went forward. */
export function gapsBetween(zone: string, fromAt: number, toAt: number): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let at = Math.ceil(fromAt / QUARTER_MS) * QUARTER_MS; at < toAt; at += QUARTER_MS) {
    const [before, after] = [offsetAt(zone, at - 1), offsetAt(zone, at)];
    if (after <= before) continue;
    gaps.push({
      at,
      walls: Array.from({ length: (after - before) / 60_000 }, (_, minute) => at + before + minute * 60_000),
    });
  }
  return gaps;
}
