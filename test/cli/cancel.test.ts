// Cancelling by hand: the terminal that waits asks at the first Ctrl-C and follows, and what has ended is not asked.
import { expect, test } from "vitest";
import { answerOf, project } from "./lamp.ts";

const SLOW = `import { job } from "lamplighter";
import { setTimeout } from "node:timers/promises";
export default job(async (_input, run) => {
  for (let n = 0; n < 600 && !run.signal.aborted; n++) {
    run.progress(n);
    await setTimeout(100);
  }
  run.signal.throwIfAborted();
});
`;

test("Ctrl-C does not leave a run that waits: it asks it to stop and says how it ended", async () => {
  const made = project({ "jobs.yaml": "app: acme\njobs:\n  slow: {handler: jobs/slow.ts}\n", "jobs/slow.ts": SLOW });
  await made.lamp("sync");
  const child = made.start("run", "slow", "--wait", "--json");
  const answer = answerOf(child);
  await new Promise<void>((resolve) => {
    child.stderr?.on("data", (text) => String(text).includes("progress") && resolve());
  });
  child.kill("SIGINT");
  const { code, out, err } = await answer;
  expect(code).toBe(10);
  expect(err).toContain("asked the run to stop");
  const { run } = JSON.parse(out);
  const reason = "cancelled by tester: interrupted at the terminal that waited for it";
  expect(run).toMatchObject({ status: "failed", reason, attempts: [{ outcome: "failed" }] });

  expect(await made.lamp("cancel", run.id)).toMatchObject({ code: 1, err: expect.stringContaining("--reason") });
  const late = await made.lamp("cancel", run.id, "--reason", "too late");
  expect(late).toMatchObject({ code: 1, err: expect.stringContaining("has ended (failed)") });
});
