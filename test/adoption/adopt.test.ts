// What an import makes of schedules and rules: the same times, events and retries, and everything else told by name.
import { describe, expect, test } from "vitest";
import { functionArn, imported, NOW, rule, schedule, target } from "./bench.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:letters";
const HOUR = 3_600_000;

describe("a schedule", () => {
  test("loses neither its times nor its event nor its retries", () => {
    const { model, reasons } = imported([
      schedule("nightly", {
        description: "Bills",
        expression: "cron(*/15 6-8 ? * MON-FRI *)",
        timezone: "Europe/Berlin",
        windowMinutes: 15,
        endAt: NOW + HOUR * 24,
        startAt: NOW + HOUR,
        targetArn: functionArn("billing:prod"),
        input: '{"deep":[{"x":null}],"day":"<aws.scheduler.scheduled-time>","n":1.50}',
        deadLetterArn: QUEUE,
        attempts: 3,
        maxAgeSeconds: 90,
      }),
    ]);
    expect(reasons).toEqual([]);
    expect(model.jobs[0]).toMatchObject({
      name: "nightly",
      description: "Bills",
      code: { function: "billing:prod", plain: true },
      input: { deep: [{ x: null }], day: "<aws.scheduler.scheduled-time>", n: 1.5 },
      delivery: { attempts: 3, maxAgeSeconds: 90 },
      deadLetter: QUEUE,
      schedules: [{ timezone: "Europe/Berlin", windowMinutes: 15, startAt: NOW + HOUR, endAt: NOW + 24 * HOUR }],
    });
  });

  test("without retries of its own does not get the file's", () => {
    const [job] = imported([schedule("nightly")]).model.jobs;
    expect(job).toMatchObject({ delivery: { attempts: 185, maxAgeSeconds: 86_400 }, deadLetter: false });
  });

  test("without an input does not lose the event that the Scheduler makes up", () => {
    const [job] = imported([schedule("nightly", { input: undefined })]).model.jobs;
    expect(job?.input).toMatchObject({ source: "aws.scheduler", detail: "{}", time: "<aws.scheduler.scheduled-time>" });
  });

  test("has no value filled in that only looks like a placeholder", () => {
    const input = JSON.stringify({ a: "${env:HOME}", b: "$${ssm:/x} ${env:" });
    const { model } = imported([schedule("nightly", { input, description: "${env:HOME}" })]);
    expect([model.jobs[0]?.input, model.jobs[0]?.description]).toEqual([JSON.parse(input), "${env:HOME}"]);
  });

  test.each([
    ["a list", { input: "[1]" }, "its input is a list; a job's input is a JSON object"],
    ["no JSON", { input: "plain" }, "its input is no JSON"],
    ["a long number", { input: '{"n":12345678901234567890}' }, /^its input holds the number 12345678901234567890,/],
    ["a large number", { input: '{"n":1e30}' }, /^its input holds the number 1e30,/],
    ["a forbidden key", { input: '{"x":{"__proto__":1}}' }, /the key "__proto__"/],
    ["a deep input", { input: `${'{"a":'.repeat(17)}1${"}".repeat(17)}` }, /nested deeper than 16 levels/],
    ["a queue", { targetArn: QUEUE, input: "{}" }, /^its target is an SQS queue \(.*\); a job runs a Lambda function$/],
    ["an operation", { targetArn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage" }, /^its target is the operation sqs:/],
    [
      "a time in a gap",
      { expression: "at(2027-03-28T02:30:00)", timezone: "Europe/Berlin" },
      /does not exist in Europe/,
    ],
    ["a past time", { expression: "at(2026-01-01T00:00:00)" }, "at(2026-01-01T00:00:00) is past"],
    ["an ended one", { endAt: NOW - HOUR }, "it ended at 2026-11-25T11:00:00Z"],
    ["a day that never comes", { expression: "cron(0 0 31 2 ? *)" }, /never/],
    ["an unknown zone", { timezone: "Mars/Olympus" }, "its zone Mars/Olympus is unknown"],
  ])("that cannot be a job is not lost without a reason: %s", (_, more, reason) => {
    const { jobs, skipped, text } = imported([schedule("nightly", more)]);
    expect([jobs.size, skipped.map(({ what, name }) => `${what} ${name}`)]).toEqual([0, ["schedule default/nightly"]]);
    expect(skipped[0]?.reason).toEqual(typeof reason === "string" ? reason : expect.stringMatching(reason));
    expect(text).toContain(skipped[0]?.reason ?? "missing");
  });

  test.each([
    ["a queue elsewhere", { deadLetterArn: QUEUE.replace("us-east-1", "eu-west-1") }, "dead-letter queue"],
    ["a queue of others", { deadLetterArn: QUEUE.replace("000000000000", "123456789012") }, "dead-letter queue"],
    ["a key", { keyArn: "arn:aws:kms:us-east-1:000000000000:key/k" }, "key"],
    ["its own deletion", { deleteAfterCompletion: true }, "deletion"],
    ["a start that is past", { startAt: NOW - HOUR }, "start"],
  ])("does not leave a part behind unsaid: %s", (_, more, what) => {
    const { model, skipped, text } = imported([schedule("nightly", more)]);
    expect([model.jobs.length, skipped.map((one) => one.what)]).toEqual([1, [what]]);
    expect(text).toContain(`# left out: ${what}: ${skipped[0]?.reason}`);
  });
});

describe("a rule", () => {
  test("with several targets loses none: each function is a job, and the queue is named", () => {
    const targets = [
      target("1", { arn: functionArn("poll") }),
      target("2", { input: '{"from":"rule"}' }),
      target("q", { arn: QUEUE }),
    ];
    const { model, reasons } = imported([rule("poll", { targets })]);
    expect(model.jobs.map(({ name }) => name)).toEqual(["poll-billing", "poll-poll"]);
    expect(model.jobs[0]?.input).toEqual({ from: "rule" });
    expect(reasons).toEqual([expect.stringMatching(/^target of rule poll: its target is an SQS queue/)]);
  });

  test.each([
    ["the event", {}, { source: "aws.events", detail: {}, resources: [rule("poll").arn] }],
    ["a part of it", { inputPath: "$.detail" }, {}],
    [
      "a template",
      { transformer: { paths: { t: "$.time", d: "$.detail" }, template: '{"at": <t>, "of": "at <t>", "d": <d>}' } },
      { at: "<aws.scheduler.scheduled-time>", of: "at <aws.scheduler.scheduled-time>", d: {} },
    ],
  ])("does not give its function another event than before: %s", (_, more, input) => {
    const [job] = imported([rule("poll", { targets: [target("1", more)] })]).model.jobs;
    expect(job?.input).toMatchObject(input);
  });

  test.each([
    ["no target", { targets: [] }, "rule of rule poll: it has no target"],
    ["another service's", { managedBy: "states.amazonaws.com" }, /states.amazonaws.com made it/],
    ["a pattern", { pattern: "{}" }, /^event pattern of rule poll: it fires for events as well/],
  ])("is not passed over in silence: %s", (_, more, reason) => {
    expect(imported([rule("poll", more)]).reasons).toEqual([
      typeof reason === "string" ? reason : expect.stringMatching(reason),
    ]);
  });
});

test("no two jobs have names that differ in case only, and none has a name that the file refuses", () => {
  const long = "x".repeat(64);
  const { jobs } = imported([
    schedule("a.b"),
    schedule("A-b", { group: "other" }),
    schedule("a_b"),
    schedule("_"),
    schedule(long),
    schedule(long, { group: "other" }),
    schedule("constructor"),
    rule("a-b"),
  ]);
  const names = [
    "a-b",
    "a_b",
    "default-a-b",
    "default-constructor",
    "job",
    "other-A-b",
    `other-${"x".repeat(58)}`,
    long,
  ];
  expect([...jobs.keys()].sort()).toEqual(names);
});
