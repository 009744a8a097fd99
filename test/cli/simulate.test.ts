// lamp simulate as its users start it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const FILES = {
  "jobs.yaml":
    'app: acme\ntimezone: Europe/Berlin\njobs:\n  hello: {schedule: "30 2 * * *", handler: jobs/hello.ts}\n  beat: {schedule: "*/10 * * * *", handler: jobs/hello.ts}\n',
  "jobs/hello.ts": HELLO,
};
const SPAN = ["--from", "2027-03-27T00:00:00Z", "--to", "2027-03-29T00:00:00Z"];

test("does not run a handler, leave a trace in the project, or say different things of the same span", async () => {
  const made = project({ ...FILES, "jobs/hello.ts": 'throw new Error("run");\n' });
  const first = await made.lamp("simulate", ...SPAN, "--json");
  expect(first).toMatchObject({ code: 0, err: "" });
  const { jobs, clockChanges, ...rest } = JSON.parse(first.out);
  expect(rest).toMatchObject({ format: 1, seed: 1, totals: { due: 290, fired: 290, succeeded: 290, missed: 0 } });
  expect(jobs.map(({ job, due }: { job: string; due: number }) => [job, due])).toEqual([
    ["beat", 289],
    ["hello", 1],
  ]);
  expect(clockChanges.map(({ schedule, kind }: Record<string, string>) => [schedule, kind])).toEqual([
    ["beat", "skipped"],
    ["hello", "skipped"],
  ]);
  expect(existsSync(join(made.folder, ".lamp"))).toBe(false);
  expect((await made.lamp("simulate", ...SPAN, "--json")).out).toBe(first.out);
});

test("does not go on with a wrong option or a wrong script", async () => {
  const made = project({ ...FILES, "script.yaml": "jobs:\n  helo: {}\n" });
  const both = await made.lamp("simulate", "--to", "2027-03-29", "--for", "7d");
  expect(both).toMatchObject({ code: 1, err: expect.stringContaining("--to, --for: give one of them") });
  expect(await made.lamp("simulate", "--for", "ever")).toMatchObject({ code: 1 });
  expect(await made.lamp("simulate", "--from", "2027-03-29", "--to", "2027-03-28")).toMatchObject({ code: 1 });
  const script = await made.lamp("simulate", "--script", "script.yaml");
  expect(script).toMatchObject({ code: 5, err: expect.stringMatching(/script\.yaml:2:3 error.*did you mean hello/) });
  expect(await made.lamp("simulate", "hallo")).toMatchObject({ code: 1, err: expect.stringContaining('"hello"') });
});
