// lamp dev told to end while handlers run: in order at the first signal, at once at the second, the store whole after both.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type LampProject, printed, project } from "./lamp.ts";

const JOBS = "app: acme\njobs:\n  endless: {handler: jobs/endless.ts, overlap: allow}\n";
const ENDLESS = `import { job } from "lamplighter";
export default job(async (_, run) => {
  run.log.info("running without end");
  await new Promise((resolve) => setTimeout(resolve, 50_000));
});`;
let child: ReturnType<LampProject["start"]> | undefined;

afterEach(() => child?.kill("SIGKILL"));

async function devWithRunning(handlers: number) {
  const made = project({ "jobs.yaml": JOBS, "jobs/endless.ts": ENDLESS });
  child = made.start("dev", "--port", "0");
  await printed(child, "synced:");
  for (let count = 0; count < handlers; count++) {
    expect((await made.lamp("run", "endless")).code).toBe(0);
  }
  return { made, dev: child };
}

async function expectWhole(made: LampProject, runs: number): Promise<void> {
  expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
  const waiting = JSON.parse((await made.lamp("history", "--json")).out) as { runs: { job: string }[] };
  expect(waiting.runs).toHaveLength(runs);
}

test("P06 SIGTERM with three handlers running does not hang, and loses none of their runs", async () => {
  const { made, dev } = await devWithRunning(3);
  dev.kill("SIGTERM");
  expect(await once(dev, "close")).toEqual([0, null]);
  expect(existsSync(join(made.folder, ".lamp", "engine.json"))).toBe(false);
  await expectWhole(made, 3);
});

test("P07 a second SIGTERM does not wait for anything, and leaves the store whole", async () => {
  const { made, dev } = await devWithRunning(1);
  const stopping = printed(dev, "stopping");
  dev.kill("SIGTERM");
  await stopping;
  dev.kill("SIGTERM");
  expect(await once(dev, "close")).toEqual([130, null]);
  await expectWhole(made, 1);
});

test("SIGTERM during the first sync does not hang, and leaves no lock behind", async () => {
  const made = project({ "jobs.yaml": JOBS, "jobs/endless.ts": ENDLESS });
  child = made.start("dev", "--port", "0");
  await printed(child, "engine  ");
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
  expect((await made.lamp("sync", "--yes")).code).toBe(0);
}, 60_000);
