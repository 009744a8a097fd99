// Every way to get an expression wrong: the message, and the caret under what is wrong, are as in the golden file.
import { expect, test } from "vitest";
import { checkFires } from "../../src/schedule/check-fires.ts";
import { ScheduleError } from "../../src/schedule/errors.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { parseExpression } from "../../src/schedule/parse-expression.ts";
import { checkZone } from "../../src/schedule/zone.ts";

function complaint(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ScheduleError) return `${error.pointed()}\n${error.code}: ${error.message}\n`;
    throw error;
  }
  return "no complaint\n";
}

const AWS = [
  "",
  "0 6 * * ? *",
  "Cron(0 6 * * ? *)",
  "cron(0 6 * * ? *",
  "cron (0 6 * * ? *)",
  "cron()",
  "cron(0 6 * * ?)",
  "cron(0 6 * * 1-5)",
  "cron(0 6 * * *)",
  "cron(0 0 6 * * ? *)",
  "cron(60 6 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 25 * * ? *)",
  "cron(-5 6 * * ? *)",
  "cron(0 6 32 * ? *)",
  "cron(0 6 0 * ? *)",
  "cron(0 6 1 13 ? *)",
  "cron(0 6 1 JANUARY ? *)",
  "cron(0 6 1 JNA ? *)",
  "cron(0 6 ? * 0 *)",
  "cron(0 6 ? * 8 *)",
  "cron(0 6 ? * MONDAY *)",
  "cron(0 6 ? * MUN *)",
  "cron(0 6 * * ? 1969)",
  "cron(0 6 * * ? 2200)",
  "cron(0 6 * * * *)",
  "cron(0 6 ? * ? *)",
  "cron(0 6 * * MON *)",
  "cron(0 6 15 * FRI *)",
  "cron(? 6 * * ? *)",
  "cron(0 6 * ? * *)",
  "cron(0 6 * * ? 2030-2027)",
  "cron(0 8-18/2 * * ? *)",
  "cron(0 6 ? * 2/2 *)",
  "cron(0 6 ? * */2 *)",
  "cron(0/0 6 * * ? *)",
  "cron(5/61 6 * * ? *)",
  "cron(0/x 6 * * ? *)",
  "cron(0/ 6 * * ? *)",
  "cron(0,,30 6 * * ? *)",
  "cron(0, 6 * * ? *)",
  "cron(5- 6 * * ? *)",
  "cron(@ 6 * * ? *)",
  "cron(0 6 LW * ? *)",
  "cron(0 6 L-3 * ? *)",
  "cron(0 6 32W * ? *)",
  "cron(0 6 ? * 3#6 *)",
  "cron(0 6 ? * 3#1,6#3 *)",
  "cron(0 6 ? * 3# *)",
  // T25: days that no month has.
  "cron(0 6 30 2 ? *)",
  "cron(0 6 31 4,6,9,11 ? *)",
  "cron(0 6 29 2 ? 2027)",
  "cron(0 6 ? 2 2#5 2027)",
  `cron(0 6 * * ? ${Array.from({ length: 60 }, (_, index) => 1970 + 3 * index + (index % 2)).join(",")})`,
  "rate(0 minutes)",
  "rate(-5 minutes)",
  "rate(1.5 hours)",
  "rate(5minutes)",
  "rate(5 Minutes)",
  "rate(30 seconds)",
  "rate(2 weeks)",
  "rate(1 fortnight)",
  "rate(5)",
  "rate(123456789 days)",
  "at(2027-03-01)",
  "at(2027-03-01T09:00)",
  "at(2027-03-01 09:00:00)",
  "at(2027-03-01T09:00:00Z)",
  "at(2027-03-01T09:00:00+02:00)",
  "at(2027-02-30T09:00:00)",
  "at(2027-13-01T09:00:00)",
  "at(2027-03-01T24:00:00)",
  "at(tomorrow)",
];

const WRITTEN = [
  "",
  "hello",
  "* * * *",
  "0 6 * * ? *",
  "0 0 6 * * MON *",
  "60 * * * *",
  "0 24 * * *",
  "0 0 0 * *",
  "0 0 * 13 *",
  "0 0 * * 8",
  "0 0 * * MUN",
  "0 0 * * MONDAY",
  "*/0 * * * *",
  "*/90 * * * *",
  "5-x * * * *",
  "1,,2 * * * *",
  "H * * * *",
  "0~30 * * * *",
  "0 6 % * *",
  "0 0 */2 * 1",
  "0 0 13 * */2",
  "0 0 30 2 *",
  "0 0 * * 1#2,3",
  "@reboot",
  "@fortnightly",
  "CRON_TZ=Europe/Berln 0 6 * * *",
  "CRON_TZ=Europe/Berlin 0 6 * * 9",
  "TZ= 0 6 * * *",
  "  cron(0 6 * * * *)",
  "every day",
  "every weekday",
  "every 0 minutes",
  "every 5 min",
  "every hr",
  "every 30 seconds",
  "every fooday at 9:00",
  "every mondya at 9:00",
  "every day at 25:00",
  "every day at 9",
  "every day at 9:00 and 17:30",
  "on the 32nd at 03:00",
  "on the sixth friday at 03:00",
  "every now and then",
];

const ZONES = [
  "",
  "Berlin",
  "europe/berlin",
  "Europe/Berln",
  "+05:30",
  "GMT+5",
  "UTC-03:00",
  "New York",
  "PST",
  "Mars/Olympus",
];

test("no message for a wrong AWS expression changes unseen", async () => {
  const found = AWS.map((text) => complaint(() => parseAws(text))).join("\n");
  await expect(found).toMatchFileSnapshot("golden/aws-messages.txt");
});

test("no message for a wrong schedule as people write it changes unseen", async () => {
  const found = WRITTEN.map((text) => complaint(() => parseExpression(text))).join("\n");
  await expect(found).toMatchFileSnapshot("golden/written-messages.txt");
});

test("no message for a wrong zone, or for a time that a zone lacks, changes unseen", async () => {
  const zones = ZONES.map((name) => complaint(() => checkZone(name)));
  const lost = [
    ["at(2027-03-28T02:30:00)", "Europe/Berlin"],
    ["cron(30 2 28 3 ? 2027)", "Europe/Berlin"],
    ["at(2011-12-30T12:00:00)", "Pacific/Apia"],
  ].map(([text = "", timezone = ""]) => complaint(() => checkFires({ expression: parseAws(text), timezone })));
  const ended = complaint(() =>
    checkFires({
      expression: parseAws("cron(0 6 1 1 ? *)"),
      timezone: "UTC",
      startAt: Date.UTC(2027, 1, 1),
      endAt: Date.UTC(2027, 5, 1),
    }),
  );
  await expect([...zones, ...lost, ended].join("\n")).toMatchFileSnapshot("golden/zone-messages.txt");
});

test("no complaint points outside the text or suggests what is itself wrong", () => {
  for (const [texts, parse] of [
    [AWS, parseAws],
    [WRITTEN, parseExpression],
  ] as const) {
    for (const text of texts) {
      try {
        parse(text);
        expect.unreachable(text);
      } catch (error) {
        if (!(error instanceof ScheduleError)) throw error;
        expect(error.text).toBe(text);
        expect(error.offset + error.length, text).toBeLessThanOrEqual(text.length + 1);
        if (error.instead) expect(() => parse(error.instead ?? ""), text).not.toThrow();
      }
    }
  }
});
