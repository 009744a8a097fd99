// Between invocations an environment stands still; one that nobody needs any more goes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench } from "./bench-of-functions.ts";

let bench: Bench;

/** From the first invocation on it counts, every millisecond, and has a child that does nothing but live. */
const SOURCE = `
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
let ticks = 0;
let child;
const meet = async (folder, guests) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + "/" + process.pid, "");
  while (readdirSync(folder).length < guests) await new Promise((resolve) => setTimeout(resolve, 5));
};
export const handler = async (event) => {
  child ??= spawn(process.execPath, ["-e", "setInterval(() => {}, 1)"], { stdio: "ignore" });
  if (ticks === 0) setInterval(() => ticks++, 1);
  if (event.meet) await meet(event.meet, event.guests);
  if (event.until) while (ticks < event.until) await new Promise((resolve) => setTimeout(resolve, 1));
  return { pid: process.pid, child: child.pid, ticks };
};`;

beforeAll(async () => {
  bench = await openBench();
  await bench.create("counts", SOURCE, { Timeout: 10 });
  await bench.create("other", SOURCE, { Timeout: 10 });
});
afterAll(() => bench.close());

const stateOf = (pid: number) => {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.[0];
    return state === "Z" ? "gone" : state;
  } catch {
    return "gone";
  }
};

describe.runIf(process.platform === "linux")("between its invocations", () => {
  test("no timer of a function runs, nor does any process it started", async () => {
    const first = (await bench.invoke("counts")).answer;
    await expect.poll(() => [stateOf(first.pid), stateOf(first.child)]).toEqual(["T", "T"]);
    // Meanwhile at least 400 ms pass in another function; a busy machine may have been late to stop the first.
    expect((await bench.invoke("other", { until: 400 })).answer.ticks).toBeGreaterThanOrEqual(400);
    const second = (await bench.invoke("counts")).answer;
    expect(second).toMatchObject({ pid: first.pid, child: first.child });
    expect(second.ticks).toBeLessThan(400);
  });

  test("no environment is kept longer than the host keeps idle ones", async () => {
    const brief = await openBench({ functions: { idleMs: 100 } });
    await brief.create("counts", SOURCE, { Timeout: 10 });
    const { pid, child } = (await brief.invoke("counts")).answer;
    await expect.poll(() => [stateOf(pid), stateOf(child)], { timeout: 5_000 }).toEqual(["gone", "gone"]);
    const next = await brief.invoke("counts", {}, { LogType: "Tail" });
    await brief.close();
    expect(next.answer.pid).not.toBe(pid);
    expect(next.log).toMatch(/^INIT_START .*\n(.*\n)*REPORT .*\tInit Duration: \d+\.\d\d ms\t/);
  });
});

test("an invocation that runs is not hindered by others of its function: each gets an environment", async () => {
  // None of them ends before all three are there.
  const meet = mkdtempSync(join(tmpdir(), "lamplighter-meet-"));
  const answers = await Promise.all([1, 2, 3].map(() => bench.invoke("counts", { meet, guests: 3 })));
  rmSync(meet, { recursive: true });
  expect(new Set(answers.map(({ answer }) => answer.pid)).size).toBe(3);
});
