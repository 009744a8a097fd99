// An engine killed with no chance to say goodbye: no event it answered for is lost, no process of its functions lives on.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, expect, test } from "vitest";
import { startEngine } from "../../../src/engine/engine.ts";
import { credentials, role, zipOf } from "./bench-of-functions.ts";

const folder = mkdtempSync(join(tmpdir(), "lamplighter-killed-"));
const directory = join(folder, "state");
const file = join(folder, "evidence");
let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill("SIGKILL");
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

async function engineInProcess(): Promise<string> {
  const source = fileURLToPath(new URL("../../../src/engine/engine.ts", import.meta.url));
  const script = `const { startEngine } = await import(${JSON.stringify(source)});
    console.log((await startEngine({ directory: ${JSON.stringify(directory)} })).endpoint);`;
  child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return line.toString().trim();
}

test.runIf(process.platform === "linux")(
  "a killed engine's events run again, and its deaf process is ended",
  async () => {
    const client = new LambdaClient({ endpoint: await engineInProcess(), region: "us-east-1", credentials });
    const Code = { ZipFile: zipOf({ "index.mjs": SOURCE }) };
    const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 900 } as const;
    await client.send(new CreateFunctionCommand({ FunctionName: "deaf", Code, ...settings }));
    const Payload = JSON.stringify({ file });
    await client.send(new InvokeCommand({ FunctionName: "deaf", InvocationType: "Event", Payload }));
    await expect.poll(runs, { timeout: 10_000 }).toHaveLength(1);
    const pid = Number(runs()[0]?.[1]);
    const ended = once(child as ChildProcess, "exit");
    child?.kill("SIGKILL");
    await ended;
    client.destroy();
    expect(hasEnded(pid)).toBe(false);

    const engine = await startEngine({ directory });
    await expect.poll(runs, { timeout: 10_000 }).toHaveLength(2);
    await engine.settle();
    expect(runs()[1]?.[0]).toBe(runs()[0]?.[0]);
    await expect.poll(() => hasEnded(pid), { timeout: 5_000 }).toBe(true);
    expect(engine.store.all("SELECT * FROM lambda_events")).toEqual([]);
    await engine.close();
  },
);
