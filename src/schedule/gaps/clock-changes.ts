// The moments at which a zone's clocks change.
import { zoneTable } from "../zone.ts";

export interface ClockChange {
  /** The first instant of the new offset. */
  readonly at: number;
  readonly offsetBefore: number;
  readonly offsetAfter: number;
  /** What the clock would have shown at `at`, and what it shows; milliseconds as if UTC. */
  readonly wallBefore: number;
  readonly wallAfter: number;
}

/** Changes after `fromMs` up to `toMs`, ascending. */
export function changesBetween(timezone: string, fromMs: number, toMs: number): readonly ClockChange[] {
  const table = zoneTable(timezone);
  const changes: ClockChange[] = [];
  for (let at = table.nextChange(fromMs, toMs); at !== undefined; at = table.nextChange(at, toMs)) {
    const [offsetBefore, offsetAfter] = [table.offsetAt(at - 1), table.offsetAt(at)];
    changes.push({ at, offsetBefore, offsetAfter, wallBefore: at + offsetBefore, wallAfter: at + offsetAfter });
  }
  return changes;
}
