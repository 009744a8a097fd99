// Handlers that fail in every way there is: each ends as a failed invocation with text that can be shown, and the engine stays.
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench, zipOf } from "../bench-of-functions.ts";

let bench: Bench;

const SOURCE = `
const hostile = new Proxy(Object.freeze({}), { get() { throw new Error("trap"); }, getPrototypeOf() { throw new Error("trap"); }, ownKeys() { throw new Error("trap"); } });
const throws = (value) => () => { throw value; };
const acts = {
  error: throws(new RangeError("out of range")), reject: () => Promise.reject(new TypeError("rejected")),
  null: throws(null), symbol: throws(Symbol("odd")), proxy: throws(hostile), nothing: throws(undefined),
  unprintable: throws({ toString() { throw new Error("no text"); } }),
  odd: () => { const error = new Error("a"); error.name = "Bad\\r\\nName: é"; error.message = "\\u001b[2Jb\\u0000\\ud83d"; throw error; },
  large: throws(new Error("x".repeat(10_000_000))),
  getter: () => { const error = new Error("a"); Object.defineProperty(error, "message", { get() { throw new Error("no"); } }); throw error; },
  exit: () => process.exit(0), exit7: () => process.exit(7),
  kill: () => process.kill(process.pid, "SIGKILL"), term: () => process.kill(process.pid, "SIGTERM"),
  abort: () => process.abort(), segfault: () => process.kill(process.pid, "SIGSEGV"),
  heap: () => { const held = []; for (;;) held.push(new Array(50_000).fill(held.length)); },
  buffers: async () => { const held = []; for (;;) { held.push(Buffer.alloc(8_000_000, 1)); await new Promise((resolve) => setTimeout(resolve, 1)); } },
  child: async () => { const { spawn } = await import("node:child_process");
    spawn(process.execPath, ["-e", "const held = []; setInterval(() => held.push(Buffer.alloc(8e6, 1)), 1)"], { stdio: "ignore" });
    await new Promise(() => {}); },
  circular: () => { const self = {}; self.self = self; return self; }, big: () => 1n, answer10: () => "x".repeat(10_000_000),
  undefined: () => undefined, function: () => () => 1, nan: () => NaN,
  thenable: () => ({ then() { throw new Error("then"); } }), json: () => ({ toJSON() { throw new Error("toJSON"); } }),
  pollute: () => { Object.prototype.polluted = "yes"; Array.prototype.map = () => { throw new Error("map"); };
    Object.defineProperty(Object.prototype, "headers", { get() { throw new Error("headers"); }, set() {} }); return process.pid; },
  clean: () => ({ pid: process.pid, polluted: {}.polluted ?? null, map: [1].map((n) => n + 1) }),
  after: () => { setImmediate(() => process.exit(9)); return "sent"; },
};
export const handler = async ({ act }) => acts[act]();`;

beforeAll(async () => {
  bench = await openBench();
  await bench.create("acts", SOURCE, { Timeout: 20 });
});
afterAll(() => bench.close());

/** One invocation that fails, and one after it that does not. */
async function failing(act: string) {
  const failed = await bench.invoke("acts", { act }, { LogType: "Tail" });
  expect(failed).toMatchObject({ status: 200, error: "Unhandled" });
  expect(await bench.invoke("acts", { act: "clean" })).toMatchObject({ error: undefined });
  return failed;
}

const exit = (message: string) => ({
  errorType: "Runtime.ExitError",
  errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: ${message}$`)),
});

describe("no failed invocation passes for a success, nor stops the engine:", () => {
  test.each([
    ["H01: a thrown error", "error", { errorType: "RangeError", errorMessage: "out of range" }],
    ["H02: a rejected promise", "reject", { errorType: "TypeError", errorMessage: "rejected" }],
    ["H03: null thrown", "null", { errorType: "object", errorMessage: "null" }],
    ["H03: undefined thrown", "nothing", { errorType: "undefined", errorMessage: "undefined" }],
    ["H03: a Symbol thrown", "symbol", { errorType: "symbol", errorMessage: "Symbol(odd)" }],
    [
      "H03: a frozen proxy thrown",
      "proxy",
      { errorType: "Error", errorMessage: expect.stringMatching(/cannot be shown/) },
    ],
    ["H03: an object without text thrown", "unprintable", { errorMessage: expect.stringMatching(/cannot be shown/) }],
    ["H03: an error without a message thrown", "getter", { errorMessage: expect.stringMatching(/cannot be shown/) }],
    [
      "H03: an error with a name that breaks headers",
      "odd",
      { errorType: "Bad\r\nName: é", errorMessage: "\u001b[2Jb\u0000\ud83d" },
    ],
    ["H03: an error of 10 MB", "large", { errorType: "Function.ResponseSizeTooLarge" }],
    ["H06: an exit with 0 before the answer", "exit", exit("Runtime exited without providing a reason")],
    ["H06: an exit with 7 before the answer", "exit7", exit("Runtime exited with error: exit status 7")],
    ["H07: SIGKILL", "kill", exit("Runtime exited with error: signal: killed")],
    ["H07: SIGTERM", "term", exit("Runtime exited with error: signal: terminated")],
    ["H07: abort", "abort", exit("Runtime exited with error: signal: aborted")],
    ["H07: a segmentation fault", "segfault", exit("Runtime exited with error: signal: segmentation fault")],
    ["H14: a circular answer", "circular", { errorType: "Error", errorMessage: "Unable to stringify response body" }],
    ["H14: a BigInt", "big", { errorType: "Error", errorMessage: "Unable to stringify response body" }],
    ["H14: an answer that throws when written", "json", { errorMessage: "Unable to stringify response body" }],
    ["H14: an answer of 10 MB", "answer10", { errorType: "Function.ResponseSizeTooLarge" }],
    ["H14: a thenable that throws", "thenable", { errorType: "Error", errorMessage: "then" }],
  ])("%s", async (_name, act, answer) => {
    expect((await failing(act)).answer).toMatchObject(answer);
  });

  test.runIf(process.platform === "linux").each([
    ["H08: a heap that grows without end", "heap"],
    ["H08: buffers that grow without end", "buffers"],
    ["H08: a child that grows without end", "child"],
  ])("%s", async (_name, act) => {
    const { answer, log } = await failing(act);
    expect(answer.errorType).toBe("Runtime.OutOfMemory");
    expect(answer.errorMessage).toMatch(/Runtime exited with error: signal: (killed|aborted)$/);
    expect(log).toMatch(
      /\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tStatus: error\tError Type: Runtime\.OutOfMemory\t\n$/,
    );
  });
});

test.each([
  ["undefined", null],
  ["function", null],
  ["nan", null],
])("H14: what JSON cannot say is not invented: %s", async (act, answer) => {
  expect(await bench.invoke("acts", { act })).toMatchObject({ error: undefined, answer });
});

test("H16: an answer that was sent is not taken back by a crash after it, and the log tells of the crash", async () => {
  await bench.create("after", SOURCE, { Timeout: 20 });
  expect(await bench.invoke("after", { act: "after" })).toMatchObject({
    status: 200,
    error: undefined,
    answer: "sent",
  });
  const next = await bench.invoke("after", { act: "clean" }, { LogType: "Tail" });
  expect(next.error === undefined || next.answer.errorType === "Runtime.ExitError").toBe(true);
  const said = () =>
    bench.engine.store
      .all<{ message: string }>("SELECT message FROM log_events")
      .some(({ message }) => /Runtime exited with error: exit status 9\nRuntime\.ExitError/.test(message));
  await expect.poll(said).toBe(true);
});

describe("H17: what cannot be loaded is not silent: it fails with its stack, counted as an attempt:", () => {
  const bad = "import('node:fs'); throw new TypeError('on load');";
  test.each([
    [
      "import error",
      { "index.mjs": "import './gone.mjs'; export const handler = () => 1;" },
      "Runtime.ImportModuleError",
    ],
    ["missing export", { "index.mjs": "export const other = 1;" }, "Runtime.HandlerNotFound"],
    ["export that is no function", { "index.mjs": "export const handler = 1;" }, "Runtime.HandlerNotFound"],
    ["ESM in a CommonJS file", { "index.cjs": "export const handler = () => 1;" }, "Runtime.UserCodeSyntaxError"],
    ["CommonJS in an ES module", { "index.mjs": "module.exports.handler = () => 1;" }, "ReferenceError"],
    ["error on load", { "index.mjs": bad }, "TypeError"],
    ["package without any module", { "read.me": "" }, "Runtime.ImportModuleError"],
  ])("%s", async (label, files, errorType) => {
    const name = label.replaceAll(" ", "-");
    await bench.create(name, "", { Code: { ZipFile: zipOf(files) } });
    const failed = await bench.invoke(name, {}, { LogType: "Tail" });
    expect(failed).toMatchObject({ error: "Unhandled", answer: { errorType, trace: expect.any(Array) } });
    expect(failed.log).toMatch(new RegExp(`\nSTART (.*\n)*REPORT .*\tStatus: error\tError Type: ${errorType}\t\n$`));
  });
});

test("no form of a module that Lambda loads is refused: ESM, CommonJS, package type, top-level await, folders", async () => {
  const forms: Readonly<Record<string, readonly [Record<string, string>, string]>> = {
    esm: [{ "index.mjs": "export const handler = async () => 'ran';" }, "index.handler"],
    awaits: [
      { "index.mjs": "const text = await Promise.resolve('ran'); export const handler = async () => text;" },
      "index.handler",
    ],
    commonjs: [{ "index.js": "exports.handler = async () => 'ran';" }, "index.handler"],
    cjs: [{ "index.cjs": "module.exports = { handler: async () => 'ran' };" }, "index.handler"],
    type: [
      { "index.js": "export const handler = async () => 'ran';", "package.json": '{"type":"module"}' },
      "index.handler",
    ],
    folder: [{ "jobs/daily/index.mjs": "export const run = async () => 'ran';" }, "jobs/daily/index.run"],
    nested: [{ "index.js": "exports.jobs = { daily: async () => 'ran' };" }, "index.jobs.daily"],
  };
  for (const [name, [files, Handler]] of Object.entries(forms)) {
    await bench.create(name, "", { Code: { ZipFile: zipOf(files) }, Handler, Timeout: 10 });
    expect([name, (await bench.invoke(name)).answer]).toEqual([name, "ran"]);
  }
});

test("H18: no other function, and no new environment, sees a prototype that was changed", async () => {
  await bench.create("polluter", SOURCE, { Timeout: 20 });
  const { answer: pid } = await bench.invoke("polluter", { act: "pollute" });
  expect((await bench.invoke("acts", { act: "clean" })).answer).toMatchObject({ polluted: null, map: [2] });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  if (typeof pid === "number") spawnSync("kill", ["-9", String(pid)]);
  await expect.poll(async () => (await bench.invoke("polluter", { act: "clean" })).answer.polluted).toBe(null);
});
