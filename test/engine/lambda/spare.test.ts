// The process that waits for the next cold start: a function that gets it finds nothing that it would not find otherwise.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench } from "./bench-of-functions.ts";
import { hasEnded, spares } from "./spare-processes.ts";

let bench: Bench;

const SOURCE = `
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
export const handler = async () => ({ pid: process.pid, variables: { ...process.env }, cwd: process.cwd(),
  argv: process.argv, options: process.execArgv, here: readdirSync("."), tmp: readdirSync(tmpdir()) });`;

beforeAll(async () => {
  bench = await openBench();
  for (const name of ["first", "second"]) {
    await bench.create(name, SOURCE, {
      MemorySize: 256,
      Environment: { Variables: { OWN: name, AWS_REGION_HINT: "x" } },
    });
  }
  await bench.create("smaller", SOURCE, { MemorySize: 128 });
  await bench.create("special", SOURCE, {
    MemorySize: 256,
    Environment: { Variables: { NODE_OPTIONS: "--no-warnings" } },
  });
});
afterAll(() => bench.close());

const waiting = async () => {
  await expect.poll(() => spares(process.pid), { timeout: 10_000 }).toHaveLength(1);
  return spares(process.pid)[0] ?? 0;
};
const groupOf = (pid: number) => Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.split(" ")[2]);

/** What differs between any two environments. */
const OWN =
  /^(AWS_LAMBDA_(FUNCTION_NAME|LOG_(GROUP|STREAM)_NAME)|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|OWN|HOME|TMPDIR|LAMBDA_TASK_ROOT|_X_AMZN_TRACE_ID)$/;
const shared = (variables: Record<string, string>) =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !OWN.test(name)));

describe.runIf(process.platform === "linux")("a process that waited", () => {
  test("differs in nothing from one that was started for its function, and belongs to it alone", async () => {
    const first = (await bench.invoke("first")).answer;
    const spare = await waiting();
    const second = (await bench.invoke("second")).answer;
    expect([second.pid, groupOf(spare)]).toEqual([spare, spare]);
    expect(shared(second.variables)).toEqual(shared(first.variables));
    expect(Object.keys(second.variables).sort()).toEqual(Object.keys(first.variables).sort());
    expect(second.variables).toMatchObject({
      OWN: "second",
      HOME: second.variables.TMPDIR,
      LAMBDA_TASK_ROOT: second.cwd,
    });
    expect(second).toMatchObject({ argv: first.argv, options: first.options, here: ["index.mjs"], tmp: [] });
  });

  test("is not given to a function of another size, nor to one that says how Node is to start", async () => {
    const before = await waiting();
    const special = (await bench.invoke("special")).answer;
    const smaller = (await bench.invoke("smaller")).answer;
    expect([special.variables.NODE_OPTIONS, smaller.options]).toEqual(["--no-warnings", ["--max-old-space-size=115"]]);
    expect([special.pid, smaller.pid]).not.toContain(before);
  });

  test("does not outlive its engine", async () => {
    const pid = await waiting();
    await bench.close();
    await expect.poll(() => hasEnded(pid), { timeout: 5_000 }).toBe(true);
  });
});
