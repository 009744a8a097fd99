// Ended at named points of a firing and of a large object's way to the disk: at each the next engine finds one truth (I35).
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CrashPoint } from "../../../src/core/crash-point.ts";
import { type Clients, connect, queueArn, ROLE } from "./clients.ts";
import { prepareTargets } from "./prepare.ts";

const LARGE = "large ".repeat(20_000);
let directory: string;
let child: ChildProcess | undefined;
let clients: Clients | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lamp-points-"));
});

afterEach(async () => {
  await ended();
  rmSync(directory, { recursive: true, force: true });
});

async function start(...dieAt: [CrashPoint?, number?]): Promise<Clients> {
  await ended();
  const words = [join(import.meta.dirname, "../../engine/crash/run-engine.ts"), directory, ...dieAt.map(String)];
  child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  clients = connect(line.toString().trim());
  return clients;
}

async function ended(): Promise<void> {
  clients?.close();
  clients = undefined;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

/** Waits until it has ended itself. */
async function dead(): Promise<void> {
  if (child && child.signalCode === null) await once(child, "exit");
  expect(child?.signalCode).toBe("SIGKILL");
}

const schedule = (Name: string) =>
  new CreateScheduleCommand({
    Name,
    ScheduleExpression: "rate(1 day)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: queueArn("fired"), RoleArn: ROLE, Input: Name },
  });

async function received(aws: Clients): Promise<(string | undefined)[]> {
  const bodies: (string | undefined)[] = [];
  const ask = { QueueUrl: aws.queueUrl("fired"), MaxNumberOfMessages: 10 };
  for (let WaitTimeSeconds = 5; ; WaitTimeSeconds = 1) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ ...ask, WaitTimeSeconds }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => Body));
  }
}

test.each([
  ["P02", "firing-recorded"],
  ["P03", "before-target"],
  ["P04", "after-handover"],
] as const)("%s killed at %s: the firing is neither lost nor repeated", async (_, point) => {
  await prepareTargets(await start());
  const aws = await start(point, 1);
  await aws.scheduler.send(schedule("job")).catch(() => {});
  await dead();
  expect(await received(await start())).toEqual(["job"]);
});

test.each(["mid-file", "file-whole"] as const)(
  "S07 killed at %s: the former object is served whole, and nothing is left lying",
  async (point) => {
    const first = await start();
    await prepareTargets(first);
    await first.s3.send(new PutObjectCommand({ Bucket: "crash", Key: "object", Body: LARGE }));
    const second = await start(point, 1);
    await second.s3
      .send(new PutObjectCommand({ Bucket: "crash", Key: "object", Body: LARGE.toUpperCase() }))
      .catch(() => {});
    await dead();
    const third = await start();
    const { Body } = await third.s3.send(new GetObjectCommand({ Bucket: "crash", Key: "object" }));
    expect(await Body?.transformToString()).toBe(LARGE);
    const files = readdirSync(join(directory, "s3"), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(1);
  },
);
