// An engine that stands still for a while and goes on (SIGSTOP, a machine that swaps, an event loop that is held up):
// nothing that was due meanwhile is lost or doubled, and no handler pays for the time in which nobody listened to it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFunctionRole } from "./function-role.ts";
import { credentials, role, zipOf } from "./lambda/bench-of-functions.ts";
import { type EngineProcess, startEngineProcess } from "./lambda/engine-in-process.ts";

let folder = "";
let engine: EngineProcess;
let lambda: LambdaClient;
const place = () => ({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
const evidence = () => join(folder, "evidence");
const lines = () => (existsSync(evidence()) ? readFileSync(evidence(), "utf8").trim().split("\n") : []);

/** Says what it was given, and again when it is done. */
const SOURCE = `
import { appendFileSync } from "node:fs";
export const handler = async ({ file, id, ms = 0 }) => {
  appendFileSync(file, id + "\\n");
  await new Promise((resolve) => setTimeout(resolve, ms));
  return "ran";
};`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-stopped-"));
  engine = await startEngineProcess(join(folder, "state"));
  await makeFunctionRole(engine.endpoint);
  lambda = new LambdaClient(place());
  const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 3 } as const;
  const Code = { ZipFile: zipOf({ "index.mjs": SOURCE }) };
  await lambda.send(new CreateFunctionCommand({ FunctionName: "f", Code, ...settings }));
});
afterEach(() => {
  engine.process.kill("SIGKILL");
  lambda.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** From outside the engine: nothing that runs in it can tell how long it stood. */
async function stoppedFor(ms: number): Promise<void> {
  engine.process.kill("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, ms));
  engine.process.kill("SIGCONT");
}

const invoke = (id: string, ms = 0) =>
  lambda.send(new InvokeCommand({ FunctionName: "f", Payload: JSON.stringify({ file: evidence(), id, ms }) }));

describe.runIf(process.platform === "linux")("P08 P10 an engine that stood still", () => {
  test("does not call a handler late that answered in time while nobody listened", async () => {
    await invoke("warm");
    const slow = invoke("slow", 1_000);
    await expect.poll(lines, { timeout: 5_000 }).toContain("slow");
    await stoppedFor(5_000);
    const answer = await slow;
    expect([answer.FunctionError, answer.Payload?.transformToString()]).toEqual([undefined, '"ran"']);
  });

  test("still ends a handler that does not answer at all", async () => {
    await invoke("warm");
    const slow = invoke("slow", 60_000);
    await expect.poll(lines, { timeout: 5_000 }).toContain("slow");
    await stoppedFor(4_000);
    const answer = await slow;
    expect(answer.Payload?.transformToString()).toContain("Task timed out after 3.00 seconds");
  });

  test("loses no due time of its standstill, and fires none twice", async () => {
    await invoke("warm");
    const [iam, scheduler] = [new IAMClient(place()), new SchedulerClient(place())];
    const of = (parts: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] });
    const trust = of({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "s", AssumeRolePolicyDocument: trust }));
    const PolicyDocument = of({ Action: "lambda:InvokeFunction", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "s", PolicyName: "p", PolicyDocument }));
    const from = Math.ceil(Date.now() / 1_000) * 1_000 + 3_000;
    const due = [0, 1, 2, 3, 4].map((second) => new Date(from + second * 1_000).toISOString().slice(0, 19));
    for (const [index, at] of due.entries()) {
      await scheduler.send(
        new CreateScheduleCommand({
          Name: `s${index}`,
          ScheduleExpression: `at(${at})`,
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: {
            Arn: "arn:aws:lambda:us-east-1:000000000000:function:f",
            RoleArn: Role?.Arn,
            Input: JSON.stringify({ file: evidence(), id: at }),
          },
        }),
      );
    }
    // It stands while all but perhaps the first come due.
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(from - 500);
    await stoppedFor(7_000);
    const fired = () => lines().filter((line) => line !== "warm");
    await expect.poll(() => fired().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(due.length);
    await invoke("last");
    expect(
      fired()
        .filter((line) => line !== "last")
        .toSorted(),
    ).toEqual(due);
    iam.destroy();
    scheduler.destroy();
  });
});
