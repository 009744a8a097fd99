// What looks like a secret is a warning, and fails where warnings are to fail.
import { expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

test("Y38: a secret in the file does not pass lamp validate --strict", async () => {
  const file = "app: acme\njobs:\n  a: {handler: jobs/a.ts, environment: {KEY: AKIAIOSFODNN7EXAMPLE}}\n";
  const { lamp } = project({ "jobs.yaml": file, "jobs/a.ts": HELLO });
  const easy = await lamp("validate");
  expect([easy.code, easy.out]).toEqual([0, expect.stringContaining("jobs.yaml:3:46")]);
  expect(easy.out).not.toContain("AKIA");
  expect((await lamp("validate", "--strict")).code).toBe(5);
});
