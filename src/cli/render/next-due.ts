// When a schedule fires next, in its own zone.
import { formatDuration } from "../../core/duration.ts";
import { nextDue } from "../../schedule/due-times.ts";
import { parseAws } from "../../schedule/parse-aws.ts";

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

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Mon, 1 Mar 2027, 06:00` in the zone. */
export function localText(at: number, timezone: string): string {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: timezone,
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(timezone, format);
  }
  return format.format(at);
}
