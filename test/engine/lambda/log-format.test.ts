// What ends in a function's log: Lambda's own events by format and level, and what the function says.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench } from "./bench-of-functions.ts";

let bench: Bench;

const SOURCE = `
const acts = {
  say: () => { console.debug("quiet"); console.info("said", 1); console.warn({ a: [1] }); },
  complain: () => { console.error(new RangeError("out of range")); console.error("job %s:", "a", new TypeError("odd")); },
  circular: () => { const self = {}; self.self = self; console.log(self); },
  throw: () => { throw new RangeError("out of range"); },
  exit: () => process.exit(3),
  long: () => { for (let n = 0; n < 300; n++) console.log("x".repeat(100)); },
};
export const handler = async ({ act }) => acts[act]();`;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

let count = 0;
/** The log of the first invocation of a new function, an object a line. */
async function logged(act: string, LoggingConfig: Readonly<Record<string, string>>) {
  const name = `logs${++count}`;
  await bench.create(name, SOURCE, { LoggingConfig: { LogFormat: "JSON", ...LoggingConfig }, Timeout: 10 });
  const { log } = await bench.invoke(name, { act }, { LogType: "Tail" });
  return log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const kinds = (events: readonly { type?: string; record?: { status?: string }; level?: string }[]) =>
  events.map(({ type, record, level }) => [type ?? level, record?.status].filter(Boolean).join(" "));

describe("in the JSON format", () => {
  test.each([
    [
      "DEBUG",
      "say",
      [
        ..."initStart|initRuntimeDone success|initReport success|start".split("|").map((type) => `platform.${type}`),
        ...["INFO", "WARN", "platform.runtimeDone success", "platform.report success"],
      ],
    ],
    ["INFO", "say", ["platform.initStart", "platform.start", "INFO", "WARN", "platform.report success"]],
    ["WARN", "say", ["INFO", "WARN"]],
    ["WARN", "throw", ["ERROR", "platform.runtimeDone error", "platform.report error"]],
    ["WARN", "exit", ["platform.runtimeDone error", "platform.report error"]],
  ])("no event of Lambda's is written below the level %s: %s", async (SystemLogLevel, act, expected) => {
    expect(kinds(await logged(act, { SystemLogLevel }))).toEqual(expected);
  });

  test("no event of the function's is written below its own level", async () => {
    const levels = (await logged("say", { ApplicationLogLevel: "WARN" })).flatMap(({ level }) => level ?? []);
    expect(levels).toEqual(["WARN"]);
    const all = (await logged("say", { ApplicationLogLevel: "DEBUG" })).flatMap(({ level }) => level ?? []);
    expect(all).toEqual(["DEBUG", "INFO", "WARN"]);
  });

  test("no value is flattened where it stands alone, and no error loses its type", async () => {
    const stackTrace = expect.arrayContaining([expect.stringContaining("index.mjs")]);
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const said = (await logged("say", {})).filter(({ level }) => level);
    expect(said).toMatchObject([
      { level: "INFO", message: "said 1", requestId, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
      { level: "WARN", message: { a: [1] } },
    ]);
    const range = { errorType: "RangeError", errorMessage: "out of range", stackTrace };
    expect((await logged("complain", {})).filter(({ level }) => level)).toMatchObject([
      { level: "ERROR", message: range },
      {
        message: expect.stringMatching(/^job a: TypeError: odd/),
        errorType: "TypeError",
        errorMessage: "odd",
        stackTrace,
      },
    ]);
    expect((await logged("throw", {})).filter(({ level }) => level)).toMatchObject([{ message: range }]);
    const circular = (await logged("circular", {})).filter(({ level }) => level);
    expect(circular).toMatchObject([{ message: expect.stringContaining("[Circular") }]);
  });

  test("the report lacks none of its figures", async () => {
    const [report] = (await logged("exit", {})).slice(-1);
    expect(report).toMatchObject({
      time: expect.stringMatching(/Z$/),
      record: {
        status: "error",
        errorType: "Runtime.ExitError",
        metrics: {
          durationMs: expect.any(Number),
          billedDurationMs: expect.any(Number),
          memorySizeMB: 128,
          maxMemoryUsedMB: expect.any(Number),
          initDurationMs: expect.any(Number),
        },
      },
    });
  });
});

describe("in the text format", () => {
  test("what Lambda says of a runtime that exited stands before the report, with its type", async () => {
    await bench.create("text", SOURCE);
    const { log } = await bench.invoke("text", { act: "exit" }, { LogType: "Tail" });
    expect(log).toMatch(
      /RequestId: \S+ Error: Runtime exited with error: exit status 3\nRuntime\.ExitError\nEND RequestId: .*\nREPORT .*\tStatus: error\tError Type: Runtime\.ExitError\t\n$/,
    );
  });

  test("the tail is not longer than 4 KB, and ends with the report", async () => {
    await bench.create("tail", SOURCE);
    const { log } = await bench.invoke("tail", { act: "long" }, { LogType: "Tail" });
    expect(Buffer.byteLength(log)).toBe(4_096);
    expect(log).toMatch(/\nREPORT RequestId: [^\n]+\n$/);
  });
});
