// An engine killed with no chance to say goodbye: no event it answered for is lost, no process of its functions lives on.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEngine } from "../../../src/engine/engine.ts";
import { makeFunctionRole } from "../function-role.ts";
import { credentials, role, zipOf } from "./bench-of-functions.ts";
import { type EngineProcess, killEngineProcess, startEngineProcess } from "./engine-in-process.ts";

let folder = "";
let directory = "";
let file = "";
let engineProcess: EngineProcess | undefined;
const started: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-killed-"));
  directory = join(folder, "state");
  file = join(folder, "evidence");
});
afterEach(() => {
  engineProcess?.process.kill("SIGKILL");
  // A test that fails midway has killed the warden, and starts no engine that would end these.
  for (const pid of started.splice(0)) if (!hasEnded(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Its first run blocks for ever, deaf to everything; later ones end. */
const SOURCE = `
import { appendFileSync, readFileSync } from "node:fs";
export const handler = async ({ file }, { awsRequestId }) => {
  appendFileSync(file, awsRequestId + " " + process.pid + "\\n");
  if (readFileSync(file, "utf8").split("\\n").length === 2) for (;;);
};`;

const runs = () =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
    : [];

/** Gone, or ended and waiting to be collected. */
function hasEnded(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
  } catch {
    return true;
  }
}

/** The processes that the engine started and that are not execution environments. */
function wardens(enginePid: number): number[] {
  const children = readFileSync(`/proc/${enginePid}/task/${enginePid}/children`, "latin1").trim().split(" ");
  return children.map(Number).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith("/bin/sh"));
}

async function deafFunction(): Promise<{ killed: EngineProcess; deaf: number; frozen: number }> {
  engineProcess = await startEngineProcess(directory);
  await makeFunctionRole(engineProcess.endpoint);
  const client = new LambdaClient({ endpoint: engineProcess.endpoint, region: "us-east-1", credentials });
  const create = (FunctionName: string, source: string) => {
    const Code = { ZipFile: zipOf({ "index.mjs": source }) };
    const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 900 } as const;
    return client.send(new CreateFunctionCommand({ FunctionName, Code, ...settings }));
  };
  await create("frozen", "export const handler = async () => process.pid;");
  const answer = await client.send(new InvokeCommand({ FunctionName: "frozen" }));
  await create("deaf", SOURCE);
  const Payload = JSON.stringify({ file });
  await client.send(new InvokeCommand({ FunctionName: "deaf", InvocationType: "Event", Payload }));
  await expect.poll(runs, { timeout: 10_000 }).toHaveLength(1);
  client.destroy();
  const [deaf, frozen] = [Number(runs()[0]?.[1]), Number(answer.Payload?.transformToString())];
  started.push(deaf, frozen);
  return { killed: engineProcess, deaf, frozen };
}

describe.runIf(process.platform === "linux")("a killed engine", () => {
  test("leaves no process of its functions behind, neither a busy nor a frozen one", async () => {
    const { killed, deaf, frozen } = await deafFunction();
    expect([hasEnded(deaf), hasEnded(frozen)]).toEqual([false, false]);
    await killEngineProcess(killed);
    await expect.poll(() => [hasEnded(deaf), hasEnded(frozen)], { timeout: 5_000 }).toEqual([true, true]);
  });

  test("loses no event, and the next engine ends what outlived both it and its warden", async () => {
    const { killed, deaf, frozen } = await deafFunction();
    const found = wardens(killed.process.pid ?? 0);
    expect(found).toHaveLength(1);
    for (const pid of found) process.kill(pid, "SIGKILL");
    await killEngineProcess(killed);
    expect([hasEnded(deaf), hasEnded(frozen)]).toEqual([false, false]);

    const engine = await startEngine({ directory });
    await expect.poll(runs, { timeout: 10_000 }).toHaveLength(2);
    await engine.settle();
    expect(runs()[1]?.[0]).toBe(runs()[0]?.[0]);
    await expect.poll(() => [hasEnded(deaf), hasEnded(frozen)], { timeout: 5_000 }).toEqual([true, true]);
    expect(engine.store.all("SELECT * FROM lambda_events")).toEqual([]);
    await engine.close();
  });
});
