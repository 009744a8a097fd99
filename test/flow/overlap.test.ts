// A run that is still going when its next one is due, from jobs.yaml to the history.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openFlow } from "./flow-bench.ts";

test("H21: a run that takes its whole minute is not overlapped, and the history says what was skipped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lamp-overlap-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [evidence, gate] = [join(folder, "evidence"), join(folder, "gate")];
  const flow = await openFlow("2027-03-01T05:58:30Z", {
    "jobs.yaml":
      'app: acme\njobs:\n  slow: {schedule: "* * * * *", handler: jobs/slow.ts, overlap: skip, timeout: 2m}\n',
    "jobs/slow.ts": `import { appendFileSync, existsSync } from "node:fs";
import { job } from "lamplighter";
export default job(async () => {
  appendFileSync(${JSON.stringify(evidence)}, "start\\n");
  while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 5));
  appendFileSync(${JSON.stringify(evidence)}, "end\\n");
});
`,
  });
  await flow.sync();
  const said = () => (existsSync(evidence) ? readFileSync(evidence, "utf8").trim().split("\n") : []);
  const statuses = async () => (await flow.history()).map(({ due, status, reason }) => [due, status, reason]);
  // Not settled: the run that goes on is what this is about.
  await flow.clock.advanceTo(Date.parse("2027-03-01T05:59:00Z"));
  await expect.poll(said, { timeout: 15_000 }).toEqual(["start"]);
  await flow.clock.advanceTo(Date.parse("2027-03-01T05:59:59.900Z"));
  expect(said()).toEqual(["start"]);
  await flow.clock.advanceTo(Date.parse("2027-03-01T06:00:00Z"));
  await expect.poll(statuses, { timeout: 15_000 }).toEqual([
    ["2027-03-01T06:00:00.000Z", "skipped", "overlap"],
    ["2027-03-01T05:59:00.000Z", "running", null],
  ]);
  expect(said()).toEqual(["start"]);
  writeFileSync(gate, "");
  await flow.advanceTo("2027-03-01T06:01:30Z");
  expect(said()).toEqual(["start", "end", "start", "end"]);
  expect((await statuses()).map(([, status]) => status)).toEqual(["succeeded", "skipped", "succeeded"]);
}, 60_000);
