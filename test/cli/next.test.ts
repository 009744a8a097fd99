// lamp next around a change of clocks: what AWS skips is said, what run-after makes up for is listed.
import { expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const FILES = (dst: string) => ({
  "jobs.yaml": `app: acme\ntimezone: Europe/Berlin\njobs:\n  night: {schedule: "30 2 * * *", dst: ${dst}, handler: jobs/a.ts}\n`,
  "jobs/a.ts": HELLO,
});
const SPAN = ["--from", "2027-03-27", "--to", "2027-03-30", "--json"];

test.each([
  ["skip", ["2027-03-27T01:30:00.000Z night", "2027-03-29T00:30:00.000Z night"]],
  [
    "run-after",
    ["2027-03-27T01:30:00.000Z night", "2027-03-28T01:00:00.000Z night.dst-20270328", "2027-03-29T00:30:00.000Z night"],
  ],
])("lamp next does not hide what a gap does with dst: %s", async (dst, expected) => {
  const answer = await project(FILES(dst)).lamp("next", "night", ...SPAN);
  const { format, times } = JSON.parse(answer.out);
  expect(format).toBe(1);
  expect(times.map(({ due, schedule }: { due: string; schedule: string }) => `${due} ${schedule}`)).toEqual(expected);
  expect(Object.keys(times[0]).sort()).toEqual(["due", "job", "local", "remark", "schedule", "zone"]);
  expect(JSON.stringify(times)).toMatch(/02:30/);
});
