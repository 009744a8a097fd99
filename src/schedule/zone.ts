// Time zones by IANA name, with AWS's rule between local time and instants (Scheduler User Guide, "Schedule types": daylight saving).
import { nearest } from "../core/nearest.ts";
import { ScheduleError } from "./errors.ts";
import { ZONE_LINKS } from "./times/zone-links.ts";
import { ZoneTable } from "./times/zone-table.ts";

const tables = new Map<string, ZoneTable>();
let names: ReadonlySet<string> | undefined;

/** Every name that is a zone: the runtime's own list and the IANA links, never "whatever Intl does not refuse". */
export function zoneNames(): ReadonlySet<string> {
  names ??= new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...ZONE_LINKS].sort());
  return names;
}

/** Names are compared as written: AWS takes `Europe/Berlin` and not `europe/berlin`. */
export function isZone(name: string): boolean {
  return name === "UTC" || tables.has(name) || zoneNames().has(name);
}

/** `offset` is where the name stands in `text`, for messages about a longer text. */
export function checkZone(name: string, text = name, offset = 0): string {
  if (isZone(name)) return name;
  const near = nearestZone(name);
  throw new ScheduleError("schedule-zone", {
    text,
    offset,
    length: name.length,
    problem: name === "" ? "The time zone is empty" : `There is no time zone "${name}"`,
    expected: "an IANA name such as Europe/Berlin or UTC",
    instead: near && text.slice(0, offset) + near + text.slice(offset + name.length),
  });
}

/** By case, by city, by a whole offset from UTC, by spelling; abbreviations such as CST have too many meanings to guess. */
function nearestZone(name: string): string | undefined {
  const all = [...zoneNames()];
  const lower = name.toLowerCase().replaceAll(" ", "_");
  const cities = all.filter((zone) => !zone.startsWith("Etc/"));
  const same =
    all.find((zone) => zone.toLowerCase() === lower) ?? cities.find((zone) => zone.toLowerCase().endsWith(`/${lower}`));
  if (same !== undefined) return same;
  const offset = /^(?:GMT|UTC)?([+-])0?(\d{1,2})(?::?00)?$/i.exec(name);
  // The signs of these names run the other way: Etc/GMT-5 is five hours ahead of UTC.
  const fixed = offset && `Etc/GMT${offset[1] === "+" ? "-" : "+"}${offset[2]}`;
  if (fixed) return isZone(fixed) ? fixed : undefined;
  return name.includes("/") ? nearest(name, all) : undefined;
}

/** The zone's transitions, built where they are first asked for and kept. */
export function zoneTable(name: string): ZoneTable {
  const known = tables.get(name);
  if (known) return known;
  const table = new ZoneTable(checkZone(name));
  tables.set(name, table);
  return table;
}

/** Local time minus UTC at an instant, in milliseconds. */
export function offsetAt(timezone: string, at: number): number {
  return zoneTable(timezone).offsetAt(at);
}

/** The instant at which AWS takes a local time for due: the first pass of a repeated one, none for one that is skipped. */
export function instantOfWall(timezone: string, wallMs: number): number | undefined {
  const block = zoneTable(timezone).blockAt(wallMs);
  const segment = block.segmentOfWall(wallMs);
  return wallMs < (block.wallStarts[segment] ?? 0) ? undefined : wallMs - (block.offsets[segment] ?? 0);
}
