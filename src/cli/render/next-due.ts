// When a schedule fires next, in its own zone.
import { formatDuration } from "../../core/duration.ts";
import { nextDue } from "../../schedule/due-times.ts";
import { parseAws } from "../../schedule/parse-aws.ts";
import { offsetAt } from "../../schedule/zone.ts";

interface Timing {
  readonly expression: string;
  readonly timezone: string;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
}

/** `Tue 2 Mar 06:00 Europe/Berlin (in 3 h)`; undefined when it never fires again. A rate counts from now here. */
export function nextDueText({ expression, timezone, startAt, endAt }: Timing, now: number): string | undefined {
  const at = nextDue({ expression: parseAws(expression), timezone, startAt, endAt, anchorAt: now }, now);
  if (at === undefined) return undefined;
  return `${localText(at, timezone)} ${timezone} (in ${formatDuration(at - now)})`;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** `Mon, 1 Mar 2027, 06:00` in the zone. As `Intl` writes it in British English, whose first use costs a command as much as
 * all else it does. */
export function localText(at: number, timezone: string): string {
  const wall = new Date(at + offsetAt(timezone, at));
  const day = `${DAYS[wall.getUTCDay()]}, ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
  return `${day}, ${wall.toISOString().slice(11, 16)}`;
}
