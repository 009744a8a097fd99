// Debian's awscli, an AWS client that shares nothing with us, drives the engine: schedules, a function, a dead letter.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../src/engine/engine.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "lamp-awscli-"));
const clock = new VirtualClock(Date.parse("2027-03-01T05:58:30Z"));
let engine: Engine;

const plain = () => ["--endpoint-url", engine.endpoint];
const environment = () => ({
  env: {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  },
});

async function aws(...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run("/usr/bin/aws", [...words, ...plain(), "--output", "json"], environment());
  return stdout.trim() === "" ? {} : (JSON.parse(stdout) as Record<string, unknown>);
}

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

const target = (arn: string, deadLetterArn: string) =>
  JSON.stringify({
    Arn: arn,
    RoleArn: "arn:aws:iam::000000000000:role/awscli-scheduler",
    Input: '{"due":"<aws.scheduler.scheduled-time>"}',
    DeadLetterConfig: { Arn: deadLetterArn },
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
  });

/** The engine enforces roles as AWS does: without this the schedule's firing is denied, and its dead letter lost. */
const schedulerPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["lambda:InvokeFunction", "sqs:SendMessage"], Resource: "*" }],
});

beforeAll(async () => {
  engine = await startEngine({ directory: join(folder, "state"), clock });
  const roles = [
    ["awscli-scheduler", "scheduler.amazonaws.com"],
    ["awscli-function", "lambda.amazonaws.com"],
  ] as const;
  for (const [name, service] of roles) {
    await aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust(service));
  }
  const policy = ["--policy-name", "fire", "--policy-document", schedulerPolicy];
  await aws("iam", "put-role-policy", "--role-name", "awscli-scheduler", ...policy);
});

afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("Debian's awscli", () => {
  const schedule = ["--name", "nightly", "--group-name", "awscli"];
  const window = ["--flexible-time-window", "Mode=OFF"];
  let queueUrl = "";
  let queueArn = "";

  test("is not refused a queue, and reads its ARN", async () => {
    queueUrl = String((await aws("sqs", "create-queue", "--queue-name", "awscli-undelivered"))["QueueUrl"]);
    const answer = await aws("sqs", "get-queue-attributes", "--queue-url", queueUrl, "--attribute-names", "QueueArn");
    queueArn = (answer["Attributes"] as Record<string, string>)["QueueArn"] ?? "";
    expect(queueArn).toBe("arn:aws:sqs:us-east-1:000000000000:awscli-undelivered");
  });

  test("creates, gets, lists, updates and deletes a schedule without a difference to what it sent", async () => {
    await aws("scheduler", "create-schedule-group", "--name", "awscli");
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:awscli-echo";
    const rest = [...window, "--target", target(arn, queueArn)];
    await aws("scheduler", "create-schedule", ...schedule, "--schedule-expression", "cron(0 6 * * ? *)", ...rest);
    const created = await aws("scheduler", "get-schedule", ...schedule);
    expect(created).toMatchObject({
      ScheduleExpression: "cron(0 6 * * ? *)",
      State: "ENABLED",
      ScheduleExpressionTimezone: "UTC",
    });
    const listed = await aws("scheduler", "list-schedules", "--group-name", "awscli");
    expect(listed["Schedules"]).toMatchObject([{ Name: "nightly", Target: { Arn: arn } }]);
    await aws(
      "scheduler",
      "update-schedule",
      ...schedule,
      "--schedule-expression",
      "cron(30 6 * * ? *)",
      "--state",
      "DISABLED",
      ...rest,
    );
    expect(await aws("scheduler", "get-schedule", ...schedule)).toMatchObject({
      ScheduleExpression: "cron(30 6 * * ? *)",
      State: "DISABLED",
    });
    await aws("scheduler", "delete-schedule", ...schedule);
    await expect(aws("scheduler", "get-schedule", ...schedule)).rejects.toThrow(/ResourceNotFoundException/);
  });

  test("is told AWS's own error for a bad expression", async () => {
    const bad = aws(
      "scheduler",
      "create-schedule",
      ...schedule,
      "--schedule-expression",
      "banana",
      ...window,
      "--target",
      target("arn:aws:lambda:us-east-1:000000000000:function:x", queueArn),
    );
    await expect(bad).rejects.toThrow(/ValidationException/);
  });

  test("invokes a function and reads what it answered", async () => {
    const zip = join(folder, "echo.zip");
    writeFileSync(
      zip,
      zipSync({ "index.mjs": new TextEncoder().encode("export const handler = async (event) => ({ echo: event });") }),
    );
    await aws(
      "lambda",
      "create-function",
      "--function-name",
      "awscli-echo",
      "--runtime",
      "nodejs24.x",
      "--handler",
      "index.handler",
      "--role",
      "arn:aws:iam::000000000000:role/awscli-function",
      "--zip-file",
      `fileb://${zip}`,
    );
    const answer = join(folder, "answer.json");
    await aws(
      "lambda",
      "invoke",
      "--function-name",
      "awscli-echo",
      "--cli-binary-format",
      "raw-in-base64-out",
      "--payload",
      '{"lamp":"lit"}',
      answer,
    );
    expect(JSON.parse(readFileSync(answer, "utf8"))).toEqual({ echo: { lamp: "lit" } });
  });

  test("receives the dead letter of a schedule whose function does not exist", async () => {
    const gone = target("arn:aws:lambda:us-east-1:000000000000:function:awscli-gone", queueArn);
    await aws(
      "scheduler",
      "create-schedule",
      "--name",
      "lost",
      "--group-name",
      "awscli",
      "--schedule-expression",
      "at(2027-03-01T06:00:00)",
      ...window,
      "--target",
      gone,
    );
    await clock.advanceTo(Date.parse("2027-03-01T06:02:00Z"), () => engine.settle());
    const received = await aws("sqs", "receive-message", "--queue-url", queueUrl, "--message-attribute-names", "All");
    const [letter] = received["Messages"] as {
      Body: string;
      MessageAttributes: Record<string, { StringValue: string }>;
    }[];
    expect(letter?.Body).toContain("2027-03-01T06:00:00Z");
    expect(letter?.MessageAttributes["ERROR_CODE"]?.StringValue).toMatch(/ResourceNotFound/);
    expect(letter?.MessageAttributes["SCHEDULED_TIME"]?.StringValue).toBe("2027-03-01T06:00:00Z");
  });

  test("copies a file to S3 and back, and finds it listed, without a byte lost", async () => {
    const [there, back] = [join(folder, "there.bin"), join(folder, "back.bin")];
    writeFileSync(there, Buffer.alloc(300_000, "lamp"));
    await aws("s3api", "create-bucket", "--bucket", "awscli-bucket");
    await run("/usr/bin/aws", ["s3", "cp", there, "s3://awscli-bucket/a/é.bin", ...plain()], environment());
    await run("/usr/bin/aws", ["s3", "cp", "s3://awscli-bucket/a/é.bin", back, ...plain()], environment());
    expect(readFileSync(back).equals(readFileSync(there))).toBe(true);
    const listed = await aws("s3api", "list-objects-v2", "--bucket", "awscli-bucket");
    expect(listed["Contents"]).toMatchObject([{ Key: "a/é.bin", Size: 300_000 }]);
  });

  test("tails a log group to its last line", async () => {
    const stream = ["--log-group-name", "/awscli", "--log-stream-name", "one"];
    await aws("logs", "create-log-group", "--log-group-name", "/awscli");
    await aws("logs", "create-log-stream", ...stream);
    const events = JSON.stringify([1, 2, 3].map((n) => ({ timestamp: clock.now() + n, message: `line ${n}` })));
    await aws("logs", "put-log-events", ...stream, "--log-events", events);
    const since = new Date(clock.now() - 60_000).toISOString();
    const words = ["logs", "tail", "/awscli", "--since", since, "--format", "short", ...plain()];
    const { stdout } = await run("/usr/bin/aws", words, environment());
    expect(stdout.match(/line \d/g)).toEqual(["line 1", "line 2", "line 3"]);
  });
});
