// Former names of jobs: one job's each, and of a job that is gone.
import { expect, test } from "vitest";
import { modelOf, problemsOf } from "./load.ts";

const jobs = (...lines: string[]) => `app: shop\njobs:\n${lines.map((line) => `  ${line}\n`).join("")}`;

test.each([
  [
    "its own name",
    ["a: {handler: jobs/a.ts, was: a}"],
    ['3:32 conflict was: "a" is the job\'s present name; expected the one before'],
  ],
  [
    "a job of the file",
    ["a: {handler: jobs/a.ts, was: b}", "b: {handler: jobs/b.ts}"],
    ['3:32 conflict was: there is still a job "b" in the file; rename one of them in a sync of its own'],
  ],
  [
    "what another says it was",
    ["a: {handler: jobs/a.ts, was: old}", "b: {handler: jobs/b.ts, was: [older, old]}"],
    ['4:32 conflict was: "old" is said to be the former name of "a" too; a name was one job\'s'],
  ],
  [
    "what is no name",
    ["a: {handler: jobs/a.ts, was: o.ld}"],
    [
      '3:32 bad-value was: expected a name of letters, digits, - and _ that starts with a letter or digit, at most 64 long, got "o.ld"',
    ],
  ],
])("%s is not taken for a former name", (_what, lines, problems) => {
  expect(problemsOf(jobs(...lines))).toEqual(problems);
});

test("one former name is not told from a list of one", () => {
  const was = (text: string) => modelOf(jobs(`a: {handler: jobs/a.ts, was: ${text}}`)).jobs[0]?.was;
  expect([was("old"), was("[old]"), was("[old, older]")]).toEqual([["old"], ["old"], ["old", "older"]]);
});
