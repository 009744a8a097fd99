// A rename from the command line: the plan says what it is, and the history goes on under the new name.
import { expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const file = (job: string) => `app: acme\njobs:\n  ${job}\n`;
const REST = 'schedule: "0 6 * * *", handler: jobs/hello.ts';

test("a renamed job does not lose its history, nor its name in the plan", { timeout: 60_000 }, async () => {
  const { lamp, write } = project({ "jobs.yaml": file(`old: {${REST}}`), "jobs/hello.ts": HELLO });
  expect((await lamp("sync")).code).toBe(0);
  expect((await lamp("run", "old", "--wait")).code).toBe(0);
  write("jobs.yaml", file(`new: {${REST}, was: old}`));
  const { out } = await lamp("plan");
  expect(out).toContain("+ schedule new (renamed from old)");
  expect(out).toContain("- schedule old (renamed to new)");
  expect((await lamp("sync")).code).toBe(0);
  expect((await lamp("plan", "--exit-code")).code).toBe(0);
  write("jobs.yaml", file(`new: {${REST}}`));
  expect((await lamp("sync")).code).toBe(0);
  const { runs } = JSON.parse((await lamp("history", "new", "--json")).out);
  expect(runs).toMatchObject([{ job: "old", status: "succeeded" }]);
  expect((await lamp("show", "new")).code).toBe(0);
  write("jobs.yaml", file(`new: {${REST}, was: old}`));
  expect((await lamp("history", "old")).err).toContain('There is no job "old" any more: it is "new" now.');
});
