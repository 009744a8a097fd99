// What a right manifest becomes, and what no wrong one gets past: every problem at its place, all at once.
import { describe, expect, test } from "vitest";
import { load, modelOf, problemsOf, withJob } from "./load.ts";

describe("a model", () => {
  test.each([
    ["nothing", "region: eu-central-1", true],
    ["nothing", "region: eu-central-1\nendpoint: http://127.0.0.1:5000", false],
    ["watch: true", "region: eu-central-1\nendpoint: http://127.0.0.1:5000", true],
    ["watch: false", "region: eu-central-1", false],
  ])("is not watched where %s and this environment do not ask for it: %s", (said, environment, watch) => {
    const text = withJob("handler: ./jobs/a.ts").replace("jobs:", `${said === "nothing" ? "" : said}\njobs:`);
    const loaded = load(text, { environment: "production", files: { "config/production.yaml": environment } });
    expect(loaded).toMatchObject({ ok: true, model: { watch } });
  });

  test("has every default filled", () => {
    expect(modelOf(withJob("handler: ./jobs/a.ts"))).toEqual({
      app: "shop",
      watch: false,
      environment: {
        name: "local",
        endpoint: "embedded",
        region: "us-east-1",
        account: undefined,
        profile: undefined,
        protect: false,
        enforcePermissions: true,
      },
      file: "/project/jobs.yaml",
      secrets: new Map(),
      parameters: [],
      jobs: [
        {
          name: "report",
          description: undefined,
          schedules: [],
          code: { handler: "jobs/a.ts" },
          input: {},
          settings: {
            timeoutSeconds: 60,
            memoryMb: 256,
            architecture: "arm64",
            runtime: "nodejs24.x",
            environment: {},
            storageMb: 512,
            layers: [],
            permissions: [],
            role: undefined,
          },
          delivery: { attempts: 10, maxAgeSeconds: 3_600 },
          retry: { attempts: 2, maxAgeSeconds: 3_600 },
          deadLetter: true,
          overlap: "skip",
          startBySeconds: undefined,
          catchUp: undefined,
          enabled: true,
          was: [],
          hide: [],
          keepDays: 90,
          owner: undefined,
          runbook: undefined,
          labels: {},
        },
      ],
    });
  });

  test("has what the file says", () => {
    const [job] = modelOf(
      withJob(
        "description: All of it",
        "handler: jobs/deep/c.mjs",
        "input: {bucket: acme, deep: [1, {x: null}]}",
        "timeout: 15m",
        "memory: 1024",
        "architecture: x86_64",
        "runtime: nodejs22.x",
        "environment: {LEVEL: debug}",
        "storage: 1024",
        'layers: ["arn:aws:lambda:us-east-1:123456789012:layer:tools:3"]',
        "permissions:",
        '  - {allow: "s3:PutObject", on: ["arn:aws:s3:::acme/*"]}',
        "delivery: {attempts: 0, maxAge: 1m}",
        "retry: {attempts: 0}",
        "deadLetter: false",
        "overlap: allow",
        "startBy: 30m",
        "enabled: false",
        "keep: 7d",
        "owner: ops",
        "runbook: https://example.com/report",
        'labels: {team: "7"}',
      ),
    ).jobs;
    expect(job).toMatchObject({
      input: { bucket: "acme", deep: [1, { x: null }] },
      settings: {
        timeoutSeconds: 900,
        memoryMb: 1_024,
        architecture: "x86_64",
        runtime: "nodejs22.x",
        environment: { LEVEL: "debug" },
        storageMb: 1_024,
        layers: ["arn:aws:lambda:us-east-1:123456789012:layer:tools:3"],
        permissions: [{ allow: ["s3:PutObject"], on: ["arn:aws:s3:::acme/*"] }],
      },
      delivery: { attempts: 0, maxAgeSeconds: 60 },
      retry: { attempts: 0, maxAgeSeconds: 3_600 },
      deadLetter: false,
      overlap: "allow",
      startBySeconds: 1_800,
      enabled: false,
      keepDays: 7,
      owner: "ops",
      runbook: "https://example.com/report",
      labels: { team: "7" },
    });
  });

  test.each([
    ["catchUp: last", { runs: "last", windowSeconds: 86_400 }],
    ["catchUp: {runs: all, window: 2d}", { runs: "all", windowSeconds: 172_800 }],
    ["catchUp: none", undefined],
    ["catchUp: {runs: none}", undefined],
  ])("has the rule that %s says", (line, catchUp) => {
    const [job] = modelOf(withJob("handler: jobs/a.ts", "schedule: every hour", line)).jobs;
    expect(job?.catchUp).toEqual(catchUp);
  });

  test("has no inherited catch-up where a job cannot have one", () => {
    const text =
      "app: shop\ndefaults: {catchUp: all}\njobs: {a: {handler: jobs/a.ts}, b: {handler: jobs/a.ts, schedule: every hour}}\n";
    expect(modelOf(text).jobs.map((job) => job.catchUp?.runs)).toEqual([undefined, "all"]);
  });

  test("has its jobs sorted by name", () => {
    const text = "app: shop\njobs: {b: {handler: jobs/b.ts}, a: {handler: jobs/a.ts}, B1: {handler: jobs/b.ts}}\n";
    expect(modelOf(text).jobs.map((job) => job.name)).toEqual(["B1", "a", "b"]);
  });

  test("may have no job at all, so that the last one can be removed", () => {
    expect(modelOf("app: shop\njobs: {}\n").jobs).toEqual([]);
  });

  test("inherits from the defaults, mappings member by member", () => {
    const defaults = "defaults: {memory: 512, retry: {attempts: 1, maxAge: 2h}, environment: {A1: x, B1: x}}\n";
    const [job] = modelOf(
      defaults + withJob("handler: jobs/a.ts", "retry: {attempts: 0}", "environment: {B1: y}"),
    ).jobs;
    expect(job?.settings.memoryMb).toBe(512);
    expect(job?.retry).toEqual({ attempts: 0, maxAgeSeconds: 7_200 });
    expect(job?.settings.environment).toEqual({ A1: "x", B1: "y" });
  });

  test("takes an existing function, and does not mind defaults for those that we deploy", () => {
    const [job] = modelOf(`defaults: {memory: 512, retry: {attempts: 0}}\n${withJob("function: billing:prod")}`).jobs;
    expect(job?.code).toEqual({ function: "billing:prod" });
  });

  test("keeps an existing role, in place of permissions that all others have", () => {
    const role = "arn:aws:iam::123456789012:role/jobs";
    const [job] = modelOf(withJob("handler: jobs/a.ts", `role: ${role}`)).jobs;
    expect(job?.settings.role).toBe(role);
  });
});

describe("problems", () => {
  test("are all told at once, in the order of the file", () => {
    const text = [
      "app: Shop",
      "timezon: UTC",
      "jobs:",
      "  report:",
      "    schedul: every hour",
      "    handler: jobs/missing.ts",
      "    memory: 64",
      "    color: red",
      "  report.two: {handler: jobs/a.ts}",
      "  broken: 5",
      "",
    ].join("\n");
    expect(problemsOf(text).map((problem) => problem.split(" ", 2).join(" "))).toEqual([
      "1:6 bad-value",
      "2:1 unknown-key",
      "5:5 unknown-key",
      "6:14 handler-missing",
      "7:13 bad-value",
      "8:5 unknown-key",
      "9:3 bad-name",
      "10:11 bad-value",
    ]);
  });

  test("name the path for programs", () => {
    const result = load(withJob("handler: jobs/a.ts", "permissions: [{allow: [bad], on: '*'}]"));
    expect(result.problems.map(({ path, line, column }) => [path, line, column])).toEqual([
      ["jobs.report.permissions[0].allow[0]", 5, 28],
    ]);
  });

  test("of a default are told once, not once for each job", () => {
    const jobs =
      "jobs: {a: {handler: jobs/a.ts, schedule: rate(1 day)}, b: {handler: jobs/b.ts, schedule: rate(1 day)}}";
    expect(problemsOf(`app: shop\ndefaults: {timezone: Nowhere}\n${jobs}\n`)).toHaveLength(1);
  });

  test("of both files are told together, the manifest's first", () => {
    const found = problemsOf(withJob("handler: jobs/a.ts", "memory: 1"), {
      environment: "production",
      files: { "config/production.yaml": "region: here\n" },
    });
    expect(found.map((problem) => problem.split(" ", 2).join(" "))).toEqual([
      "5:13 bad-value",
      "config/production.yaml:1:9 bad-value",
    ]);
  });

  test("are no reason to fail when they are warnings", () => {
    const result = load(withJob("handler: jobs/a.ts", "input: {key: AKIAIOSFODNN7EXAMPLE}"));
    expect(result.ok).toBe(true);
    expect(result.problems.map(({ severity, code }) => [severity, code])).toEqual([["warning", "secret-in-file"]]);
    expect(JSON.stringify(result.problems)).not.toContain("AKIA");
  });

  test("of 2,000 jobs are found without a pause", () => {
    const jobs = Array.from({ length: 2_000 }, (_, index) => `  j${index}: {handler: jobs/a.ts, memory: 1, x: 1}`);
    expect(problemsOf(`app: shop\njobs:\n${jobs.join("\n")}\n`)).toHaveLength(4_000);
  });
});
