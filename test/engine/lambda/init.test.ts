// The init phase: its limit, its second chance within the invocation, and what is reported of both.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "./bench-of-functions.ts";

let bench: Bench;
/** In which init may take less time than a busy machine may need to start a process: only for what hangs anyway. */
let hasty: Bench;
let folder = "";

/** How often it was loaded is kept in a file, which tells each load what to do. */
const loads = (file: string, ...acts: readonly string[]) => `
import { appendFileSync, readFileSync } from "node:fs";
appendFileSync(${JSON.stringify(file)}, "x");
const acts = { hang: () => new Promise((resolve) => setTimeout(resolve, 60_000)), throw: () => { throw new TypeError("not yet"); },
  exit: () => process.exit(4), work: () => {} };
await acts[${JSON.stringify(acts)}[readFileSync(${JSON.stringify(file)}).length - 1]]();
export const handler = async () => "ran";`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-init-"));
  bench = await openBench();
  hasty = await openBench({ functions: { initMs: 300 } });
});
afterAll(async () => {
  await bench.close();
  await hasty.close();
  rmSync(folder, { recursive: true, force: true });
});

async function first(name: string, acts: readonly string[], Timeout: number) {
  const file = join(folder, name);
  const on = acts[0] === "hang" ? hasty : bench;
  await on.create(name, loads(file, ...acts), { Timeout });
  const outcome = await on.invoke(name, {}, { LogType: "Tail" });
  return { ...outcome, loads: readFileSync(file, "latin1").length };
}

const INIT = "INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase:";

test.each([
  ["is over its limit", "hang", "timeout"],
  ["throws", "throw", "error\tError Type: TypeError"],
  ["exits", "exit", "error\tError Type: Runtime.ExitError"],
])("an init that %s is not the end: it has a second chance within the invocation", async (_label, act, status) => {
  const { answer, error, log, loads } = await first(`second-${act}`, [act, "work"], 20);
  expect({ answer, error, loads }).toEqual({ answer: "ran", error: undefined, loads: 2 });
  expect(log).toMatch(new RegExp(`\n${INIT} init\tStatus: ${status}\n(.*\n)*START `));
  expect(log).toMatch(/\nREPORT .*\t\n$/);
  expect(log).not.toMatch(/Init Duration: \d+\.\d\d ms\t\n$/);
});

test("an init that fails twice is not tried a third time, and its error is the invocation's", async () => {
  const { answer, error, log, loads } = await first("twice", ["throw", "throw", "work"], 20);
  expect({ error, loads }).toEqual({ error: "Unhandled", loads: 2 });
  expect(answer).toMatchObject({ errorType: "TypeError", errorMessage: "not yet" });
  expect(log).toMatch(
    new RegExp(`\n${INIT} init\tStatus: error(.*\n)*${INIT} invoke\tStatus: error\tError Type: TypeError\n`),
  );
  expect(log).toMatch(/\tStatus: error\tError Type: TypeError\t\n$/);
});

test("H17: a top-level await that never ends does not hold the invocation beyond its timeout", async () => {
  const { answer, log } = await first("hangs", ["hang", "hang"], 1);
  expect(answer).toMatchObject({
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(/after 1\.00 sec/),
  });
  expect(log).toMatch(new RegExp(`\n${INIT} invoke\tStatus: timeout\n(.*\n)*REPORT .*\tStatus: timeout\t\n$`));
});
