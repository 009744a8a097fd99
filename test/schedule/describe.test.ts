// Expressions said in words, with their zone.
import { expect, test } from "vitest";
import { describe } from "../../src/schedule/describe.ts";
import { parseExpression } from "../../src/schedule/parse-expression.ts";

const said = (written: string, zone: string) => {
  const [first] = parseExpression(written).expressions;
  return first && describe(first.expression, zone);
};

test.each([
  ["30 9 * * 1-5", "Monday to Friday at 09:30, Berlin time"],
  ["0 6 * * *", "Every day at 06:00, Berlin time"],
  ["0 6 * * 1", "Every Monday at 06:00, Berlin time"],
  ["0 6 * * sat,sun", "Saturday and Sunday at 06:00, Berlin time"],
  ["0 6 * * fri-sun", "Friday to Sunday at 06:00, Berlin time"],
  ["0 6,18 * * 1,4", "Monday and Thursday at 06:00 and 18:00, Berlin time"],
  ["* * * * *", "Every minute, Berlin time"],
  ["*/15 * * * *", "Every 15 minutes, Berlin time"],
  ["*/15 9-17 * * mon-fri", "Every 15 minutes from 09:00 to 17:45, Monday to Friday, Berlin time"],
  ["*/15 9,12,15 * * *", "Every 15 minutes in the hours 9, 12 and 15, Berlin time"],
  ["0 * * * *", "Every hour, Berlin time"],
  ["5 * * * *", "Every hour, at 5 minutes past, Berlin time"],
  ["1 */2 * * *", "Every 2 hours, at 1 minute past, Berlin time"],
  ["30 8-18 * * *", "Every hour from 08:30 to 18:30, Berlin time"],
  ["5,7 * * * *", "At 5 and 7 minutes past every hour, Berlin time"],
  ["0 2,5,8,9,14 * * mon", "Every Monday at 02:00, 05:00, 08:00, 09:00 and 14:00, Berlin time"],
  ["10,20 2,5,8 * * *", "Every day at 02:10, 02:20, 05:10, 05:20, 08:10 and 08:20, Berlin time"],
  ["10,20 2,5,8,11 * * *", "At 10 and 20 minutes past the hours 2, 5, 8 and 11, Berlin time"],
  ["0 3 1 * *", "On the 1st of the month at 03:00, Berlin time"],
  ["0 3 1,2,3,22 * *", "On the 1st to the 3rd and the 22nd of the month at 03:00, Berlin time"],
  ["0 3 11 1 *", "On the 11th of January at 03:00, Berlin time"],
  ["0 3 * 6-8 *", "Every day in June to August at 03:00, Berlin time"],
  ["0 3 * 12 mon", "Every Monday in December at 03:00, Berlin time"],
  ["0 3 L * *", "On the last day of the month at 03:00, Berlin time"],
  ["0 3 15W 3 *", "On the weekday nearest to the 15th of March at 03:00, Berlin time"],
  ["0 3 * * 5L", "On the last Friday of the month at 03:00, Berlin time"],
  ["0 3 * * 2#2", "On the second Tuesday of the month at 03:00, Berlin time"],
  ["cron(0 3 ? * MON,6L *)", "On every Monday and the last Friday of the month at 03:00, Berlin time"],
  ["cron(0 3 * * ? 2027,2028)", "Every day at 03:00 in 2027 and 2028, Berlin time"],
  ["cron(0 3 * * ? 2027-2030)", "Every day at 03:00 in 2027 to 2030, Berlin time"],
  ["rate(1 hour)", "Every hour, counted from its start"],
  ["rate(90 minutes)", "Every 90 minutes, counted from its start"],
  ["rate(48 hours)", "Every 2 days, counted from its start"],
  ["at(2027-03-01T09:00:00)", "Once, on 1 March 2027 at 09:00, Berlin time"],
  ["at(2027-03-01T09:00:30)", "Once, on 1 March 2027 at 09:00:30, Berlin time"],
])("%s says nothing but: %s", (written, words) => {
  expect(said(written, "Europe/Berlin")).toBe(words);
});

test.each([
  ["UTC", "Every day at 06:00, UTC"],
  ["Etc/UTC", "Every day at 06:00, UTC"],
  ["America/Argentina/Buenos_Aires", "Every day at 06:00, Buenos Aires time"],
  ["Etc/GMT-5", "Every day at 06:00, Etc/GMT-5"],
  ["US/Pacific", "Every day at 06:00, US/Pacific"],
])("the zone %s is not left out", (zone, words) => {
  expect(said("0 6 * * *", zone)).toBe(words);
});
