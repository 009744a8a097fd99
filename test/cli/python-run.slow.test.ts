// A Python job run by hand: what waits for it gets its answer, though nothing in the function writes to the ledger.
import { expect, test } from "vitest";
import { project } from "./lamp.ts";

test("a run by hand of a handler that records nothing is not waited for in vain", { timeout: 60_000 }, async () => {
  const { lamp } = project({
    "jobs.yaml": "app: acme\njobs:\n  report: {handler: jobs/report.py, input: {n: 2}}\n",
    "jobs/report.py": 'def handler(event, context):\n    return {"twice": event["input"]["n"] * 2}\n',
  });
  expect((await lamp("sync")).code).toBe(0);
  const { code, out } = await lamp("run", "report", "--wait", "--json");
  expect([code, JSON.parse(out).run]).toMatchObject([0, { status: "succeeded", result: { twice: 4 } }]);
});
