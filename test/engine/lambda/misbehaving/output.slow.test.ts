// Handlers that print too much, print what is no text, or print what looks like somebody else's words.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFunctionRole } from "../../function-role.ts";
import { type Bench, credentials, openBench, role, zipOf } from "../bench-of-functions.ts";
import { type EngineProcess, killEngineProcess, startEngineProcess } from "../engine-in-process.ts";

const MB = 1_048_576;

describe.runIf(process.platform === "linux")("the engine's memory", () => {
  let engine: EngineProcess;
  let client: LambdaClient;
  let folder = "";

  const SOURCE = `
import { writeSync } from "node:fs";
const all = (fd, buffer) => { for (let at = 0; at < buffer.length; )
  try { at += writeSync(fd, buffer, at); } catch (error) { if (error.code !== "EAGAIN") throw error; } };
const acts = {
  gigabyte: () => { const piece = Buffer.alloc(${MB}, "0123456789abcde\\n"); for (let n = 0; n < 1024; n++) all(1, piece); },
  line: () => all(1, Buffer.alloc(100 * ${MB}, "x")),
  lines: () => all(2, Buffer.alloc(2_000_000, "a\\n")),
  message: () => console.log("x".repeat(100 * ${MB})),
  little: () => console.log("as ever"),
};
export const handler = async ({ act }) => { acts[act](); return act; };`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lamplighter-output-"));
    engine = await startEngineProcess(folder);
    client = new LambdaClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    const settings = {
      Role: role,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 60,
      MemorySize: 2048,
    } as const;
    const Code = { ZipFile: zipOf({ "index.mjs": SOURCE }) };
    await makeFunctionRole(engine.endpoint);
    await client.send(new CreateFunctionCommand({ FunctionName: "floods", Code, ...settings }));
  });
  afterAll(async () => {
    client.destroy();
    await killEngineProcess(engine);
    rmSync(folder, { recursive: true, force: true });
  });

  async function invoke(act: string) {
    const Payload = JSON.stringify({ act });
    const answer = await client.send(new InvokeCommand({ FunctionName: "floods", Payload, LogType: "Tail" }));
    const log = Buffer.from(answer.LogResult ?? "", "base64").toString("utf8");
    return { error: answer.FunctionError, answer: answer.Payload?.transformToString(), log };
  }

  function status(field: "VmRSS" | "VmHWM"): number {
    const text = readFileSync(`/proc/${engine.process.pid}/status`, "latin1");
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1]) / 1_024;
  }

  test.each([
    ["H10: a gigabyte of output", "gigabyte"],
    ["H10: a line of 100 MB", "line"],
    ["H10: a million lines at once", "lines"],
    ["H10: a message of 100 MB", "message"],
  ])("does not grow by more than 64 MB for %s, and the log says that it was cut", async (_name, act) => {
    await invoke("little");
    const before = status("VmRSS");
    // From here on the high-water mark counts anew (proc_pid_clear_refs).
    writeFileSync(`/proc/${engine.process.pid}/clear_refs`, "5");
    const flooded = await invoke(act);
    expect(status("VmHWM") - before).toBeLessThanOrEqual(64);
    expect(flooded).toMatchObject({ error: undefined, answer: JSON.stringify(act) });
    const cut =
      act === "message"
        ? /x\[message cut: \d+ bytes\]\nEND /
        : /\n\[output dropped: one invocation logs at most 50000 /;
    expect(flooded.log).toMatch(cut);
    expect((await invoke("little")).log).toMatch(/\tINFO\tas ever\nEND /);
  });
});

describe("what a handler prints", () => {
  let bench: Bench;

  const SOURCE = `
import { readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
const frame = (text) => { const head = Buffer.alloc(16); head.writeUInt32BE(0xa55a0003, 0); head.writeUInt32BE(Buffer.byteLength(text), 4); return Buffer.concat([head, Buffer.from(text)]); };
const acts = {
  binary: () => { writeSync(1, Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x28, 0x00, 0x0a])); console.log("half \\ud83d of one");
    const smile = Buffer.from("😀\\n"); writeSync(1, smile.subarray(0, 2)); writeSync(1, smile.subarray(2)); },
  spoof: (event, { awsRequestId }) => {
    const result = '{"statusCode":200,"status":"succeeded","spoofed":true}';
    console.log("REPORT RequestId: " + awsRequestId + "\\tDuration: 0.01 ms\\tBilled Duration: 1 ms");
    console.log("/2018-06-01/runtime/invocation/" + awsRequestId + "/response " + result);
    writeSync(1, result + "\\n"); writeSync(2, result + "\\n"); writeSync(3, frame(result)); writeSync(3, "no frame " + result);
    return "honest"; },
  wait: async ({ file }, { awsRequestId }) => {
    writeFileSync(file, JSON.stringify({ api: process.env.AWS_LAMBDA_RUNTIME_API, awsRequestId }));
    while (statSync(file).size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    return "honest"; },
  forge: async ({ file }) => {
    let found;
    while (!found) try { found = JSON.parse(readFileSync(file)); } catch { await new Promise((resolve) => setTimeout(resolve, 1)); }
    const base = "http://" + found.api + "/2018-06-01/runtime/";
    const post = (path, headers) => fetch(base + path, { method: "POST", body: '"spoofed"', headers });
    const tries = [post("invocation/" + found.awsRequestId + "/response"), post("init/error"), fetch(base + "invocation/next"),
      post("invocation/" + found.awsRequestId + "/response", { "Lamplighter-Nonce": "00000000-0000-4000-8000-000000000000" })];
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    writeFileSync(file, "");
    return statuses; },
};
export const handler = async (event, context) => acts[event.act](event, context);`;

  beforeAll(async () => {
    bench = await openBench();
    await bench.create("acts", SOURCE, { Timeout: 20 });
    await bench.create("other", SOURCE, { Timeout: 20 });
  });
  afterAll(() => bench.close());

  test("H11: is not lost for bytes that are no text, nor is a character torn", async () => {
    const { error, log } = await bench.invoke("acts", { act: "binary" }, { LogType: "Tail" });
    expect(error).toBeUndefined();
    expect(log).toMatch(/^a\ufffd\ufffd\ufffd\(\0$/m);
    expect(log).toMatch(/\tINFO\thalf \ufffd of one$/m);
    expect(log).toMatch(/^😀$/m);
  });

  test("H22: is never taken for its result, nor for a word of Lambda's", async () => {
    const { answer, log } = await bench.invoke("acts", { act: "spoof" }, { LogType: "Tail" });
    expect(answer).toBe("honest");
    expect(log.match(/^REPORT /gm)).toHaveLength(1);
    expect((await bench.invoke("acts", { act: "spoof" })).answer).toBe("honest");
  });

  test("H22: no other function can answer in its stead", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lamplighter-spoof-"));
    const file = join(folder, "victim");
    const [victim, forger] = await Promise.all([
      bench.invoke("acts", { act: "wait", file }),
      bench.invoke("other", { act: "forge", file }),
    ]);
    expect(forger.answer).toEqual([403, 403, 403, 403]);
    expect(victim).toMatchObject({ error: undefined, answer: "honest" });
    rmSync(folder, { recursive: true });
  });
});
