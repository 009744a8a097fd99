// The model as resources: complete, least power, the same for the same model whatever order it was written in.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredResources } from "../../src/desired/desired-resources.ts";
import { groupJobs } from "../../src/desired/group-jobs.ts";
import type { Resource, ResourceKind } from "../../src/desired/resource.ts";
import { partitionOf } from "../../src/ledger/keys.ts";
import { modelOf } from "../manifest/load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
const NOW = Date.UTC(2027, 0, 15);
const CODE = new Map([
  ["jobs/a.ts", "sha-a"],
  ["jobs/b.ts", "sha-b"],
  ["jobs/deep/a.ts", "sha-deep"],
]);
const FILES = { "jobs/deep/a.ts": "" };

const manifest = (...jobs: string[]) => `app: shop\njobs:\n${jobs.map((job) => `  ${job}\n`).join("")}`;
const desire = (...jobs: string[]) => desiredResources(modelOf(manifest(...jobs), { files: FILES }), PLACE, CODE, NOW);
const keysOf = (resources: readonly Resource[]) => resources.map(({ kind, name }) => `${kind} ${name}`);

function one<Kind extends ResourceKind>(resources: readonly Resource[], kind: Kind, name: string) {
  const found = resources.find((resource) => resource.kind === kind && resource.name === name);
  if (!found) throw new TypeError(`no ${kind} ${name} among ${keysOf(resources).join(", ")}`);
  return found as Extract<Resource, { kind: Kind }>;
}

describe("desired", () => {
  test("has for one scheduled job exactly what it needs, sorted", () => {
    const { resources, functionOf } = desire("report: {handler: jobs/a.ts, schedule: rate(1 day)}");
    expect(keysOf(resources)).toEqual([
      "function shop-local-a",
      "group shop-local",
      "invoke-config shop-local-a:live",
      "log-group /aws/lambda/shop-local-a",
      "queue shop-local-failed",
      "queue shop-local-undelivered",
      "role shop-local-a",
      "role shop-local-scheduler",
      "schedule report",
      "table shop-local-ledger",
    ]);
    expect(functionOf).toEqual(new Map([["report", "shop-local-a"]]));
  });

  test("has every field of a schedule, so that an update loses none", () => {
    const { resources } = desire(
      'report: {description: Daily, handler: jobs/a.ts, schedule: "0 6 * * 1-5", timezone: Europe/Berlin, input: {x: 1}}',
    );
    expect(one(resources, "schedule", "report")).toEqual({
      kind: "schedule",
      name: "report",
      group: "shop-local",
      description: "Daily",
      expression: "cron(0 6 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      enabled: true,
      startAt: undefined,
      endAt: undefined,
      windowMinutes: undefined,
      deleteAfterCompletion: false,
      targetArn: "arn:aws:lambda:eu-central-1:123456789012:function:shop-local-a:live",
      roleArn: "arn:aws:iam::123456789012:role/shop-local-scheduler",
      input:
        '{"lamplighter":1,"job":"report","schedule":"<aws.scheduler.schedule-arn>","due":"<aws.scheduler.scheduled-time>",' +
        '"delivery":"<aws.scheduler.execution-id>","attempt":"<aws.scheduler.attempt-number>","trigger":"schedule","input":{"x":1}}',
      deadLetterArn: "arn:aws:sqs:eu-central-1:123456789012:shop-local-undelivered",
      attempts: 10,
      maxAgeSeconds: 3_600,
    });
  });

  test("has for run-after a one-time schedule for each gap of the year ahead, the same but for its time", () => {
    const { resources } = desire(
      'report: {handler: jobs/a.ts, schedule: {night: "30 2 * * *", noon: "0 12 * * *"}, timezone: Europe/Berlin, dst: run-after, startBy: 1h}',
    );
    expect(keysOf(resources).filter((key) => key.startsWith("schedule"))).toEqual([
      "schedule report.night",
      "schedule report.night.dst-20270328",
      "schedule report.noon",
    ]);
    expect(one(resources, "schedule", "report.night.dst-20270328")).toEqual({
      ...one(resources, "schedule", "report.night"),
      name: "report.night.dst-20270328",
      expression: "at(2027-03-28T03:00:00)",
      deleteAfterCompletion: true,
    });
  });

  test("does not want a one-time schedule whose gap is over, outside start and end, or due anyway after it", () => {
    const schedulesAt = (now: string, keys: string) => {
      const job = `report: {handler: jobs/a.ts, timezone: Europe/Berlin, ${keys}}`;
      const { resources } = desiredResources(modelOf(manifest(job)), PLACE, CODE, Date.parse(now));
      return resources.filter(({ kind }) => kind === "schedule").map(({ name }) => name);
    };
    const nightly = 'schedule: "30 2 * * *", dst: run-after';
    const before = "2027-03-28T00:59:59Z";
    expect(schedulesAt(before, nightly)).toEqual(["report", "report.dst-20270328", "report.dst-20280326"]);
    expect(schedulesAt("2027-03-28T01:00:00Z", nightly)).toEqual(["report", "report.dst-20280326"]);
    expect(schedulesAt(before, `${nightly}, end: 2027-03-28T00:00:00Z`)).toEqual(["report"]);
    expect(schedulesAt(before, 'schedule: "*/15 * * * *", dst: run-after')).toEqual(["report"]);
    expect(schedulesAt(before, 'schedule: "30 2 * * *"')).toEqual(["report"]);
  });

  test("says a job's policy in the envelope only where it differs from the runtime's default", () => {
    const { resources } = desire(
      "report: {handler: jobs/a.ts, schedule: rate(1 day), overlap: allow, startBy: 30m, keep: 30d}",
    );
    const { policy } = JSON.parse(one(resources, "schedule", "report").input);
    expect(policy).toEqual({ overlap: "allow", startBySeconds: 1_800, keepDays: 30 });
  });

  test("gives the Scheduler no power but to invoke these aliases and to send to this queue", () => {
    const { resources } = desire(
      "one: {handler: jobs/a.ts, schedule: rate(1 day)}",
      "two: {handler: jobs/b.ts, schedule: rate(1 day), deadLetter: false}",
      "by-hand: {handler: jobs/deep/a.ts}",
      "old: {function: legacy, schedule: rate(1 day), deadLetter: false}",
    );
    const role = one(resources, "role", "shop-local-scheduler");
    const lambda = "arn:aws:lambda:eu-central-1:123456789012:function";
    expect(role.policy.Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: [`${lambda}:legacy`, `${lambda}:shop-local-b:live`, `${lambda}:shop-local-jobs-a:live`],
      },
      {
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: ["arn:aws:sqs:eu-central-1:123456789012:shop-local-undelivered"],
      },
    ]);
    expect(role.trust.Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:SourceArn": "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/shop-local",
          },
        },
      },
    ]);
  });

  test("gives a function its logs, single ledger items, the failed queue and its own permissions, and nothing else", () => {
    const { resources } = desire(
      'report: {handler: jobs/a.ts, permissions: [{allow: ["s3:PutObject", "s3:GetObject"], on: "arn:aws:s3:::x/*"}]}',
    );
    expect(one(resources, "role", "shop-local-a").policy.Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/shop-local-a:*"],
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        Resource: ["arn:aws:dynamodb:eu-central-1:123456789012:table/shop-local-ledger"],
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [partitionOf("report")] } },
      },
      {
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: ["arn:aws:sqs:eu-central-1:123456789012:shop-local-failed"],
      },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["arn:aws:s3:::x/*"] },
    ]);
  });

  test("lets a function invoke itself, and that alone, only where a job's runs may wait", () => {
    const { resources } = desire(
      "a: {handler: jobs/a.ts, overlap: cancel}",
      "b: {handler: jobs/b.ts}",
      "c: {handler: jobs/b.ts, overlap: queue}",
    );
    const statementsOf = (name: string) =>
      (one(resources, "role", name).policy["Statement"] as readonly { readonly Action: readonly string[] }[]).filter(
        ({ Action }) => Action.some((action) => action.startsWith("lambda:")),
      );
    expect(statementsOf("shop-local-a")).toEqual([]);
    const Resource = ["arn:aws:lambda:eu-central-1:123456789012:function:shop-local-b:live"];
    expect(statementsOf("shop-local-b")).toEqual([{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource }]);
  });

  test("makes nothing for an existing function but its schedules", () => {
    const { resources, functionOf } = desire('old: {function: "legacy:prod", schedule: rate(1 day)}');
    expect(keysOf(resources).filter((key) => /^(function|log-group|invoke-config)/.test(key))).toEqual([]);
    expect(one(resources, "schedule", "old").targetArn).toBe(
      "arn:aws:lambda:eu-central-1:123456789012:function:legacy:prod",
    );
    expect(functionOf.get("old")).toBe("legacy:prod");
  });

  test("makes no role for the Scheduler when nothing is scheduled: a policy of no statements is none", () => {
    expect(keysOf(desire("report: {handler: jobs/a.ts}").resources)).not.toContain("role shop-local-scheduler");
  });

  test("makes no role where the job names an existing one", () => {
    const arn = "arn:aws:iam::123456789012:role/jobs";
    const { resources } = desire(`report: {handler: jobs/a.ts, role: "${arn}"}`);
    expect(keysOf(resources)).not.toContain("role shop-local-a");
    expect(one(resources, "function", "shop-local-a").roleArn).toBe(arn);
  });

  test("keeps dead letters for the fourteen days that SQS can", () => {
    const { resources } = desire("report: {handler: jobs/a.ts}");
    expect(one(resources, "queue", "shop-local-failed").retentionSeconds).toBe(1_209_600);
    expect(one(resources, "queue", "shop-local-undelivered").retentionSeconds).toBe(1_209_600);
  });

  test("leaves out what has no bundle", () => {
    const model = modelOf(manifest("report: {handler: jobs/a.ts, schedule: rate(1 day)}"));
    const { resources } = desiredResources(model, PLACE, new Map(), NOW);
    expect(keysOf(resources).filter((key) => /^(function|schedule)/.test(key))).toEqual([]);
  });

  test("allows the pattern of our functions when there are more than a policy can name", () => {
    const count = 150;
    const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`jobs/j${index}.ts`, ""]));
    const jobs = Array.from(
      { length: count },
      (_, index) => `j${index}: {handler: jobs/j${index}.ts, schedule: rate(1 day)}`,
    );
    const model = modelOf(manifest(...jobs, "old: {function: legacy, schedule: rate(1 day)}"), { files });
    const { resources } = desiredResources(model, PLACE, new Map(Object.keys(files).map((path) => [path, "sha"])), NOW);
    const [invoke] = one(resources, "role", "shop-local-scheduler").policy.Statement;
    const lambda = "arn:aws:lambda:eu-central-1:123456789012:function";
    expect(invoke).toMatchObject({ Resource: [`${lambda}:legacy`, `${lambda}:shop-local-*:live`] });
  });

  test("is the same in whatever order the jobs were written", () => {
    const jobs = [
      "a: {handler: jobs/a.ts, schedule: rate(1 day)}",
      "b: {handler: jobs/a.ts, memory: 512}",
      "c: {handler: jobs/b.ts, schedule: {x: rate(1 day), y: rate(2 days)}}",
      "d: {handler: jobs/deep/a.ts}",
      "e: {function: legacy, schedule: rate(1 hour)}",
    ];
    const expected = JSON.stringify(desire(...jobs).resources);
    fc.assert(
      fc.property(fc.shuffledSubarray(jobs, { minLength: jobs.length }), (shuffled) => {
        expect(JSON.stringify(desire(...shuffled).resources)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe("functions", () => {
  const names = (...jobs: string[]) =>
    groupJobs(modelOf(manifest(...jobs), { files: FILES })).map((group) => [
      group.name,
      group.jobs.map((job) => job.name).join(" "),
    ]);

  test("are shared by jobs of one handler and equal settings, whatever their schedules and inputs", () => {
    expect(
      names(
        "x: {handler: jobs/a.ts, schedule: rate(1 day), input: {n: 1}}",
        "y: {handler: ./jobs/a.ts, schedule: rate(2 days), overlap: allow}",
      ),
    ).toEqual([["shop-local-a", "x y"]]);
  });

  test.each(["memory: 512", "retry: {attempts: 0}", "deadLetter: false", "environment: {LEVEL: debug}"])(
    "are not shared by jobs that differ in %s, and the first keeps its name",
    (setting) => {
      expect(names("x: {handler: jobs/a.ts}", `y: {handler: jobs/a.ts, ${setting}}`)).toEqual([
        ["shop-local-a", "x"],
        ["shop-local-a-y", "y"],
      ]);
    },
  );

  test("of two handlers with one file name have their folders in their names", () => {
    expect(names("x: {handler: jobs/a.ts}", "y: {handler: jobs/deep/a.ts}")).toEqual([
      ["shop-local-jobs-a", "x"],
      ["shop-local-jobs-deep-a", "y"],
    ]);
  });

  test("have names that Lambda takes, and different ones for handlers alike in their first letters", () => {
    const long = "x".repeat(70);
    const files = { [`jobs/${long}1.ts`]: "", [`jobs/${long}2.ts`]: "" };
    const text = manifest(`a: {handler: jobs/${long}1.ts}`, `b: {handler: jobs/${long}2.ts}`);
    const found = groupJobs(modelOf(text, { files })).map(({ name }) => name);
    expect(found.every((name) => name.length === 64)).toBe(true);
    expect(new Set(found).size).toBe(2);
  });
});
