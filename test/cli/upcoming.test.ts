// The list of due times: cut short while it is made, it must not differ from one that was made whole and then cut.
import { expect, test } from "vitest";
import { localText } from "../../src/cli/render/next-due.ts";
import { upcoming } from "../../src/cli/upcoming.ts";
import type { Job } from "../../src/manifest/model.ts";
import { dueTimes } from "../../src/schedule/due-times.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";

const EXPRESSIONS = ["rate(7 minutes)", "cron(0 6 * * ? *)", "cron(0 */2 ? * MON-FRI *)", "cron(30 2 1 * ? *)"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"];
const NOW = Date.UTC(2027, 2, 27, 22);

const schedule = (index: number) => ({
  name: "default",
  expression: parseAws(EXPRESSIONS[index % EXPRESSIONS.length] ?? ""),
  timezone: ZONES[(index * 3) % ZONES.length] ?? "UTC",
  startAt: undefined,
  endAt: undefined,
  dst: "skip",
});
// Later names first: those that are due at one moment stand in the order of their names.
const jobs = Array.from({ length: 40 }, (_, index) => ({
  name: `job-${99 - index}`,
  enabled: true,
  schedules: [schedule(index)],
}));
const asJobs = jobs as unknown as readonly Job[];

test.each([1, 5, 39, 1_000])("no due time is lost or too many among the nearest %i", (count) => {
  const toAt = count > 100 ? NOW + 40 * 86_400_000 : undefined;
  const all = jobs.flatMap(({ name, schedules }) =>
    schedules.flatMap((one) => {
      const times = [];
      for (const at of dueTimes({ ...one, anchorAt: NOW }, NOW, toAt ?? Number.MAX_SAFE_INTEGER)) {
        if (times.push({ at, name }) >= count) break;
      }
      return times;
    }),
  );
  all.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  const expected = all.slice(0, count).map(({ at, name }) => `${new Date(at).toISOString()} ${name}`);
  const found = upcoming(asJobs, { fromAt: NOW, toAt, count, now: NOW });
  expect(found.map(({ due, job }) => `${due} ${job}`)).toEqual(expected);
});

test.each(ZONES)("no local time is written otherwise than in British English: %s", (timeZone) => {
  const shape = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...shape });
  const times = Array.from({ length: 400 }, (_, index) => Date.UTC(2026, 11, 30, 22) + index * 23 * 3_600_000);
  expect(times.map((at) => localText(at, timeZone))).toEqual(times.map((at) => format.format(at)));
});
