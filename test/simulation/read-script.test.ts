// A script that says something else than it seems to is refused, with its place.
import { expect, test } from "vitest";
import { readScript } from "../../src/simulation/script/read-script.ts";

const problemsOf = (text: string) => {
  const read = readScript("/script.yaml", text, ["report", "backup"]);
  return read.ok ? [] : read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
};

test.each([
  ["jobs: {reprt: {}}", ['1:8 there is no job "reprt" in the manifest; did you mean report?']],
  ["jobs: {report: {length: 5s}}", ['1:17 unknown key "length". Accepted: duration, failures, deliveries']],
  ["jobs: {report: {duration: 5}}", ["1:27 duration: expected a duration such as 20s"]],
  ["jobs: {report: {duration: 9s..5s}}", ["1:27 duration: expected a duration such as 20s"]],
  ["jobs: {report: {duration: 1s..2s..3s}}", ["1:27 duration: expected a duration such as 20s"]],
  ["jobs: {report: {failures: {every: 2}}}", ["1:27 failures: expected a list of"]],
  ["jobs: {report: {failures: [{every: 0}]}}", ["1:36 every: expected a whole number from 1 to 1000000, got 0"]],
  ["jobs: {report: {failures: [{chance: 0.5}]}}", ["1:37 chance: expected a share such as 5% or 0.5%, got 0.5"]],
  ["jobs: {report: {failures: [{chance: 101%}]}}", ["1:37 chance: expected a share such as 5% or 0.5%"]],
  ["jobs: {report: {failures: [{how: explode}]}}", ["1:34 how: expected one of error, crash, hang"]],
  [
    "jobs: {report: {deliveries: [{from: 2027-02-30T00:00:00Z}]}}",
    ["1:37 from: expected an instant", "1:30 how: missing"],
  ],
  [
    'jobs: {report: {deliveries: [{from: "2027-03-02T00:00:00Z", to: "2027-03-01T00:00:00Z", how: missing}]}}',
    ["1:30 to: expected an instant at or after from"],
  ],
  ["defaults: 5s", ["1:11 defaults: expected a mapping, got 5s"]],
  ["jobs: {report: 5s}", ["1:16 report: expected a mapping, got 5s"]],
  ["speed: 2", ['1:1 unknown key "speed". Accepted: defaults, jobs']],
])("is not taken for a script: %s", (text, expected) => {
  const found = problemsOf(text);
  expect(found).toHaveLength(expected.length);
  for (const start of expected) expect(found).toContainEqual(expect.stringContaining(start));
});
