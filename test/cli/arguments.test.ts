// What is typed wrong is refused before anything is begun, with what was expected: L01, L02, L05, L06 and L14 of the catalogue.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Command, isFamily, SHARED_OPTIONS } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands/all.ts";
import { lampInProcess } from "./in-process.ts";
import { oneJob, refused } from "./refused.ts";

test.each([
  ["L01: a command that there is not", ["sinc"], /unknown command 'sinc'.*Did you mean sync\?/],
  ["L01: an option that there is not", ["sync", "--purne"], /unknown option '--purne'.*Did you mean --prune\?/],
  ["L01: a member that a family has not", ["dlq", "lst"], /unknown command 'lst'.*Did you mean list\?/],
  ["L02: an option without its value", ["next", "--count"], /--count <n>' argument missing/],
  ["L02: an empty value", ["next", "--count="], /--count: expected a whole number.*got ""/],
  ["L02: a negative number", ["next", "--count", "-5"], /--count: expected a whole number.*got "-5"/],
  ["L02: an option behind --", ["next", "--", "--count"], /no job "--count"/],
  ["L02: a word too many", ["next", "hello", "hello"], /too many arguments/],
  ...["0.0.0.0", "::", "0", "0x0", "::ffff:0.0.0.0", ""].map((host): [string, string[], RegExp] => [
    `L05: other machines, as "${host}"`,
    ["dev", `--host=${host}`],
    /unknown option '--host=?/,
  ]),
  ["L14: an environment outside of config", ["plan", "--env", "../x"], /\.\.\/x/],
  ["L14: an environment that there is not", ["plan", "--env", "prodd"], /prodd/],
] as [string, string[], RegExp][])("%s is not taken for something else", (_name, words, told) => refused(words, told));

test("L02: an option given twice does not count twice: the last one is meant", async () => {
  const { folder } = oneJob();
  const { out } = await lampInProcess(folder, ["next", "--count", "3", "--count=2", "--json"]);
  expect(JSON.parse(out).times).toHaveLength(2);
  expect(existsSync(join(folder, ".lamp"))).toBe(false);
});

test("L06: no option takes a secret: every user of the machine can read a process's arguments", () => {
  const all: readonly Command[] = COMMANDS.flatMap((one) => (isFamily(one) ? one.members : [one]));
  const flags = [...SHARED_OPTIONS, ...all.flatMap(({ options = [] }) => options)].map((option) => option.flags);
  expect(flags.length).toBeGreaterThan(40);
  expect(flags.filter((one) => /secret|password|token|credential|api-?key|access-?key/i.test(one))).toEqual([]);
});
