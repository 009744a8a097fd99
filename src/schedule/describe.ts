// A schedule in plain English, with its zone: "Monday to Friday at 09:30, Berlin time".
import type { CronExpression, Expression, RateExpression } from "./expression.ts";
import { bitsOf } from "./text/print-cron.ts";
import { daysInWords } from "./words/days-in-words.ts";
import { listInWords, runsInWords, twoDigits } from "./words/lists.ts";
import { timesInWords } from "./words/times-in-words.ts";
import { clockOf, dayOf } from "./words/wall-in-words.ts";

export function describe(expression: Expression, timezone: string): string {
  const said = inWords(expression);
  // Elapsed time is the same in every zone.
  const zone = expression.kind === "rate" ? "" : `, ${zoneInWords(timezone)}`;
  return said.charAt(0).toUpperCase() + said.slice(1) + zone;
}

function inWords(expression: Expression): string {
  if (expression.kind === "cron") return describeCron(expression);
  return expression.kind === "rate" ? describeRate(expression) : `once, on ${dateTimeInWords(expression.wallMs)}`;
}

function describeRate({ everyMs }: RateExpression): string {
  const [amount, unit] =
    everyMs % 86_400_000 === 0
      ? [everyMs / 86_400_000, "day"]
      : everyMs % 3_600_000 === 0
        ? [everyMs / 3_600_000, "hour"]
        : [everyMs / 60_000, "minute"];
  return amount === 1 ? `every ${unit}, counted from its start` : `every ${amount} ${unit}s, counted from its start`;
}

function describeCron(cron: CronExpression): string {
  const times = timesInWords(cron);
  const days = daysInWords(cron.days, bitsOf(cron.months));
  const years = cron.years === "any" ? "" : ` in ${listInWords(runsInWords(cron.years, String))}`;
  const everyDay = days === "every day";
  // "every 15 minutes" says already that it is every day.
  const said =
    everyDay && times.repeats ? times.text : times.repeats ? `${times.text}, ${days}` : `${days} ${times.text}`;
  return said + years;
}

/** To the second, when it has seconds. */
function dateTimeInWords(wallMs: number): string {
  const seconds = (wallMs / 1_000) % 60;
  return `${dayOf(wallMs)} at ${clockOf(wallMs)}${seconds === 0 ? "" : `:${twoDigits(seconds)}`}`;
}

/** `Berlin time`, `UTC`, `Etc/GMT+3`, `US/Pacific`: where a zone is named for a city, people know it by that. */
export function zoneInWords(timezone: string): string {
  const city =
    /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/(?:.*\/)?(.+)$/.exec(
      timezone,
    )?.[1];
  return city ? `${city.replaceAll("_", " ")} time` : timezone.replace(/^Etc\/(UTC|UCT|Universal|Zulu)$/, "UTC");
}
