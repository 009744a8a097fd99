// The model kept from an earlier command: never used where anything it was made from is now another, and never holding a secret.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HELLO, type LampProject, project } from "./lamp.ts";

const FILES = {
  "jobs.yaml": 'app: acme\njobs:\n  hello: {schedule: "0 6 * * *", handler: jobs/a.ts}\n',
  "jobs/a.ts": HELLO,
};
const kept = ({ folder }: LampProject) => join(folder, ".cache", "lamplighter");
const next = async (made: LampProject) => (await made.lamp("next", "--count", "1", "--json")).out;
const nextHour = async (made: LampProject) => JSON.parse(await next(made)).times[0].due.slice(11, 16);

test("the second command does not parse again", async () => {
  const made = project(FILES);
  const first = await next(made);
  expect(await next(made)).toBe(first);
  const [name = ""] = readdirSync(kept(made));
  expect(statSync(join(kept(made), name)).mode & 0o777).toBe(0o600);
  // Only a command that believes what was kept says this name.
  spoil(made, (bytes) => bytes.fill("jello", bytes.lastIndexOf("hello"), bytes.lastIndexOf("hello") + 5));
  expect(await next(made)).toBe(first.replaceAll("hello", "jello"));
});

describe("a kept model is not used", () => {
  test.each<[string, (made: LampProject) => unknown, string | RegExp]>([
    ["after jobs.yaml changed", (made) => made.write("jobs.yaml", FILES["jobs.yaml"].replace("6", "7")), "07:00"],
    ["after a handler was deleted", ({ folder }) => rmSync(join(folder, "jobs/a.ts")), /handler-missing|no such file/],
    [
      "after a file of the environment appeared",
      (made) => made.write("config/local.yaml", "region: eu-west-1\njobs: {hello: {timezone: Asia/Tokyo}}\n"),
      "21:00",
    ],
    ["after it was cut off", (made) => spoil(made, (bytes) => bytes.subarray(0, bytes.length / 2)), "06:00"],
    ["after it was overwritten", (made) => spoil(made, () => Buffer.from("nothing of ours")), "06:00"],
    [
      "when none can be",
      (made) => [rmSync(join(made.folder, ".cache"), { recursive: true }), made.write(".cache", "")],
      "06:00",
    ],
  ])("%s", async (_when, change, answer) => {
    const made = project(FILES);
    await nextHour(made);
    change(made);
    if (typeof answer === "string") expect(await nextHour(made)).toBe(answer);
    else expect(await next(made)).toMatch(answer);
  });
});

test("a model with values from elsewhere is not kept", async () => {
  const made = project({
    ...FILES,
    "jobs.yaml":
      'app: acme\njobs:\n  hello: {schedule: "0 6 * * *", handler: jobs/a.ts, environment: {KEY: "${env:LAMP_BY}"}}\n',
  });
  expect(await nextHour(made)).toBe("06:00");
  mkdirSync(kept(made), { recursive: true });
  expect(readdirSync(kept(made))).toEqual([]);
});

test("files with problems are told each time", async () => {
  const made = project({ "jobs.yaml": "app: acme\njobs:\n  hello: {schedule: nonsense, handler: jobs/a.ts}\n" });
  const first = await made.lamp("validate");
  expect(first.code).toBe(5);
  expect(await made.lamp("validate")).toEqual(first);
});

function spoil(made: LampProject, change: (bytes: Buffer) => Uint8Array): void {
  const [name = ""] = readdirSync(kept(made));
  writeFileSync(join(kept(made), name), change(readFileSync(join(kept(made), name))));
}
