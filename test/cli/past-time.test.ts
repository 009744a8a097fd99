// A clock's time means the last time that clocks of the job's zone showed it, across days and clock changes.
import { expect, test } from "vitest";
import { parsePast } from "../../src/cli/past-time.ts";

test.each([
  ["06:00", "2027-03-01T12:00:00Z", "UTC", "2027-03-01T06:00:00Z"],
  ["12:00", "2027-03-01T12:00:00Z", "UTC", "2027-03-01T12:00:00Z"],
  ["12:01", "2027-03-01T12:00:00Z", "UTC", "2027-02-28T12:01:00Z"],
  ["0:30", "2027-03-01T23:30:00Z", "Europe/Berlin", "2027-03-01T23:30:00Z"],
  ["23:30", "2027-03-01T22:00:00Z", "Europe/Berlin", "2027-02-28T22:30:00Z"],
  // Clocks in Berlin went from 02:00 to 03:00 on 28 March 2027: that day showed no 02:30.
  ["02:30", "2027-03-28T12:00:00Z", "Europe/Berlin", "2027-03-27T01:30:00Z"],
  ["06:00", "2027-03-28T12:00:00Z", "Europe/Berlin", "2027-03-28T04:00:00Z"],
])("%s asked at %s in %s is no other time than %s", (text, now, zone, at) => {
  expect(new Date(parsePast(text, "TIME", Date.parse(now), zone)).toISOString()).toBe(new Date(at).toISOString());
});

test.each(["24:00", "6", "06:60", "noon"])("%s is not guessed at", (text) => {
  expect(() => parsePast(text, "TIME", 0, "UTC")).toThrow(`got "${text}"`);
});
