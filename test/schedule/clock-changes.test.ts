// Fifteen zones on both days of 2027 on which their clocks change, against walking every minute.
import { describe, expect, test } from "vitest";
import { dueTimes, previousDue } from "../../src/schedule/due-times.ts";
import { changesBetween } from "../../src/schedule/gaps/clock-changes.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { bruteForce } from "./brute-force.ts";

/** Id and zone, then each change of 2027 (or of the year beside it: Morocco gave up its changes in 2026): the instant, and what the clock shows before and after. */
const CHANGES: readonly [string, ...(readonly [string, string, string])[]][] = [
  ["T09 America/New_York", ["03-14T07:00", "02:00", "03:00"], ["11-07T06:00", "02:00", "01:00"]],
  ["T10 Europe/London", ["03-28T01:00", "01:00", "02:00"], ["10-31T01:00", "02:00", "01:00"]],
  ["T11 Europe/Berlin", ["03-28T01:00", "02:00", "03:00"], ["10-31T01:00", "03:00", "02:00"]],
  ["T12 Australia/Sydney", ["04-03T16:00", "03:00", "02:00"], ["10-02T16:00", "02:00", "03:00"]],
  ["T13 Australia/Lord_Howe", ["04-03T15:00", "02:00", "01:30"], ["10-02T15:30", "02:00", "02:30"]],
  ["T14 America/Santiago", ["04-04T03:00", "00:00", "23:00"], ["09-05T04:00", "00:00", "01:00"]],
  ["T15 Africa/Cairo", ["04-29T22:00", "00:00", "01:00"], ["10-28T21:00", "00:00", "23:00"]],
  ["T16 Africa/Casablanca 2025", ["02-23T02:00", "03:00", "02:00"], ["04-06T02:00", "02:00", "03:00"]],
  ["T17 America/Havana", ["03-14T05:00", "00:00", "01:00"], ["11-07T05:00", "01:00", "00:00"]],
  ["T18 Pacific/Chatham", ["04-03T14:00", "03:45", "02:45"], ["09-25T14:00", "02:45", "03:45"]],
  ["T19 Asia/Beirut", ["03-27T22:00", "00:00", "01:00"], ["10-30T21:00", "00:00", "23:00"]],
  ["T20 America/St_Johns", ["03-14T05:30", "02:00", "03:00"], ["11-07T04:30", "02:00", "01:00"]],
  ["T21 Antarctica/Troll", ["03-28T01:00", "01:00", "03:00"], ["10-31T01:00", "03:00", "01:00"]],
  ["T22 America/Nuuk", ["03-28T01:00", "23:00", "00:00"], ["10-31T01:00", "00:00", "23:00"]],
  ["T23 Atlantic/Azores", ["03-28T01:00", "00:00", "01:00"], ["10-31T01:00", "01:00", "00:00"]],
];
const STEADY = ["America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tehran", "America/Asuncion", "UTC"];
const DAY = 86_400_000;

const clock = (wall: number) => new Date(wall).toISOString().slice(11, 16);

describe.each(CHANGES)("%s", (title, ...expected) => {
  const [, zone = "", year = "2027"] = title.split(" ");

  test("has no other clock changes that year than tzdata's", () => {
    const changes = changesBetween(zone, Date.UTC(Number(year), 0, 1), Date.UTC(Number(year) + 1, 0, 1));
    const found = changes.map(({ at, wallBefore, wallAfter }) => {
      return [new Date(at).toISOString().slice(5, 16), clock(wallBefore), clock(wallAfter)];
    });
    expect(found).toEqual(expected);
  });

  test.each(expected.map(([at, before, after]) => ({ at, before, after })))(
    "fires nothing twice and nothing that does not exist around $at",
    ({ at, before, after }) => {
      const [earlier = ""] = [before, after].sort();
      const change = Date.parse(`${year}-${at}:00Z`);
      const [hour, minute] = earlier.split(":").map(Number);
      const within = `${((minute ?? 0) + 15) % 60} ${hour}`;
      for (const fields of [
        `${within} * * ? *`,
        "0 0 * * ? *",
        "0/15 * * * ? *",
        "30 0/2 ? * SUN *",
        "59 23 * * ? *",
      ]) {
        const timing = { expression: parseAws(`cron(${fields})`), timezone: zone };
        const [from, to] = [change - DAY, change + 2 * DAY];
        const due = [...dueTimes(timing, from, to)];
        expect(due, fields).toEqual(bruteForce(`cron(${fields})`, zone, from, to));
        for (const [index, later] of due.slice(1).entries())
          expect(previousDue(timing, later), fields).toBe(due[index]);
      }
    },
  );
});

test.each(STEADY)("%s changes no clock in 2027", (zone) => {
  expect(changesBetween(zone, Date.UTC(2027, 0, 1), Date.UTC(2028, 0, 1))).toEqual([]);
});

test("a fixed minute in the gap is lost that day, one in the overlap fires once", () => {
  const timing = (text: string) => ({ expression: parseAws(text), timezone: "America/New_York" });
  const days = (text: string, month: number, day: number) =>
    [...dueTimes(timing(text), Date.UTC(2027, month, day - 1), Date.UTC(2027, month, day + 2))].map((at) =>
      new Date(at).toISOString().slice(5, 16),
    );
  expect(days("cron(30 2 * * ? *)", 2, 14)).toEqual(["03-13T07:30", "03-15T06:30"]);
  expect(days("cron(30 1 * * ? *)", 10, 7)).toEqual(["11-06T05:30", "11-07T05:30", "11-08T06:30"]);
});
