// Values of a job that AWS, or we, would not take: each refused with what was expected, what was got, and a way out.
import { describe, expect, test } from "vitest";
import { loadModel } from "../../src/manifest/load-model.ts";
import { modelOf, problemsOf, readerOf, withJob } from "./load.ts";

const CODE = "handler: jobs/a.ts";

const REFUSED: readonly (readonly [name: string, line: string, problem: string])[] = [
  [
    "a timeout beyond Lambda's",
    "timeout: 901s",
    '5:14 bad-value timeout: expected a duration from 1s to 15m, such as 15m, got "901s"',
  ],
  [
    "a timeout without its unit",
    "timeout: 60",
    "5:14 bad-value timeout: expected a duration from 1s to 15m, such as 15m, got 60 (a number); add a unit: 60s, 60m, 60h or 60d",
  ],
  [
    "too little memory",
    "memory: 127",
    "5:13 bad-value memory: expected a whole number from 128 to 10240 (MB), got 127 (a number)",
  ],
  [
    "a fraction of memory",
    "memory: 128.5",
    "5:13 bad-value memory: expected a whole number from 128 to 10240 (MB), got 128.5 (a number)",
  ],
  [
    "memory in quotes",
    'memory: "256"',
    '5:13 bad-value memory: expected a whole number from 128 to 10240 (MB), got "256"; remove the quotes',
  ],
  [
    "too much storage",
    "storage: 10241",
    "5:14 bad-value storage: expected a whole number from 512 to 10240 (MB), got 10241 (a number)",
  ],
  [
    "more delivery attempts than the Scheduler's",
    "delivery: {attempts: 186}",
    "5:26 bad-value attempts: expected a whole number from 0 to 185, got 186 (a number)",
  ],
  [
    "a negative number",
    "delivery: {attempts: -1}",
    "5:26 bad-value attempts: expected a whole number from 0 to 185, got -1 (a number)",
  ],
  [
    "an age below the Scheduler's",
    "delivery: {maxAge: 59s}",
    '5:24 bad-value maxAge: expected a duration from 1m to 24h, such as 24h, got "59s"',
  ],
  [
    "an age above the Scheduler's",
    "delivery: {maxAge: 86401s}",
    '5:24 bad-value maxAge: expected a duration from 1m to 24h, such as 24h, got "86401s"',
  ],
  [
    "more retries than Lambda's",
    "retry: {attempts: 3}",
    "5:23 bad-value attempts: expected a whole number from 0 to 2, got 3 (a number)",
  ],
  [
    "an age above Lambda's",
    "retry: {maxAge: 7h}",
    '5:21 bad-value maxAge: expected a duration from 1m to 6h, such as 6h, got "7h"',
  ],
  ["a boolean of YAML 1.1", "enabled: no", '5:14 bad-value enabled: expected true or false, got "no"; write false'],
  [
    "a boolean in quotes",
    'enabled: "true"',
    '5:14 bad-value enabled: expected true or false, got "true"; remove the quotes',
  ],
  [
    "an unknown architecture",
    "architecture: arm",
    '5:19 bad-value architecture: expected one of arm64, x86_64, got "arm"',
  ],
  [
    "a runtime that Lambda has retired",
    "runtime: nodejs18.x",
    '5:14 bad-value runtime: expected one of nodejs24.x, nodejs22.x, got "nodejs18.x"; did you mean nodejs24.x?',
  ],
  [
    "a description longer than AWS takes",
    `description: ${"x".repeat(513)}`,
    `5:18 bad-value description: expected a text of 1 to 512 characters, got "${"x".repeat(59)}…`,
  ],
  [
    "nothing where something must be",
    "timeout:",
    "5:13 bad-value timeout: expected a duration from 1s to 15m, such as 15m, got nothing",
  ],
  ["a list for a mapping", "retry: [1]", "5:12 bad-value retry: expected a mapping, got a list"],
  ["a list for an input", "input: [1]", "5:12 bad-value input: expected a mapping, got a list"],
  [
    "a number in the environment",
    "environment: {PORT: 8080}",
    "5:25 bad-value PORT: expected a text; put quotes around it, got 8080 (a number)",
  ],
  [
    "an environment name that Lambda keeps for itself",
    "environment: {AWS_REGION: x}",
    "5:31 bad-value environment: AWS_REGION is reserved; choose another name",
  ],
  [
    "an environment name that is none",
    "environment: {a-b: x}",
    '5:24 bad-value environment: "a-b" is no name of a variable; expected a letter, then one or more letters, digits or _',
  ],
  [
    "an environment that is too big",
    `environment: {BIG: ${"x".repeat(4_100)}}`,
    "5:18 too-big environment: 4103 bytes in all; Lambda takes at most 4096",
  ],
  [
    "an action without its service",
    'permissions: [{allow: PutObject, on: "*"}]',
    '5:27 bad-value allow: expected an IAM action, such as s3:PutObject, got "PutObject"',
  ],
  [
    "every action",
    'permissions: [{allow: "*", on: "*"}]',
    '5:27 bad-value allow: expected an IAM action, such as s3:PutObject, got "*"',
  ],
  ["a permission on nothing", 'permissions: [{allow: "s3:PutObject"}]', "5:19 missing-key on: missing; add it"],
  [
    "a misspelt member",
    "delivery: {atempts: 3}",
    '5:16 unknown-key unknown key "atempts"; did you mean attempts? Accepted: attempts, maxAge',
  ],
  [
    "a FIFO queue for dead letters",
    "deadLetter: arn:aws:sqs:us-east-1:123456789012:x.fifo",
    '5:17 bad-value deadLetter: expected true, false, or the ARN of a standard SQS queue, got "arn:aws:sqs:us-east-1:123456789012:x.fifo"',
  ],
  [
    "a queue of another region",
    "deadLetter: arn:aws:sqs:eu-west-1:123456789012:x",
    "5:17 bad-value deadLetter: the queue is in eu-west-1, the environment in us-east-1; expected a queue of the same region",
  ],
  [
    "a runbook that is no web page",
    "runbook: javascript:alert(1)",
    '5:14 bad-value runbook: expected an address that starts with http:// or https://, got "javascript:alert(1)"',
  ],
  [
    "an overlap rule that there is not",
    "overlap: wait",
    '5:14 bad-value overlap: expected one of skip, allow, queue, cancel, got "wait"',
  ],
  [
    "a catch-up rule that there is not",
    "catchUp: some",
    '5:14 bad-value catchUp: expected one of none, last, all, got "some"',
  ],
  [
    "catch-up without a schedule",
    "catchUp: all",
    "5:5 conflict catchUp: the job has no schedule, so nothing is due that could be made up for",
  ],
  ["a health rule of later", "expect: {within: 5m}", "5:5 not-yet expect: is not yet supported; remove it"],
  ["a trigger of later", "on: {job: other}", "5:5 not-yet on: is not yet supported; remove it"],
  [
    "an input over the Scheduler's limit",
    `input: {text: ${"é".repeat(140_000)}}`,
    "5:12 too-big input: 274 KiB as JSON; expected at most 254 KiB",
  ],
];

describe("a job", () => {
  test.each(REFUSED)("with %s is refused", (_name, line, problem) => {
    expect(problemsOf(withJob(CODE, line))).toEqual([problem]);
  });

  test("may use the Scheduler's context attributes, with a warning", () => {
    expect(problemsOf(withJob(CODE, 'input: {at: "<aws.scheduler.scheduled-time>"}'))[0]).toContain(
      "5:12 warning context-attribute",
    );
  });

  test.each([
    ["64 characters", "x".repeat(64)],
    ["digits first", "1st_job-of"],
  ])("may have a name of %s", (_name, name) => {
    expect(modelOf(`app: shop\njobs: {${name}: {${CODE}}}`).jobs[0]?.name).toBe(name);
  });

  test.each(["x".repeat(65), "a b", "a/b", "..", "-a", "a.b", "раyments"])("may not be named %s", (name) => {
    expect(problemsOf(`app: shop\njobs: {"${name}": {${CODE}}}`).map((problem) => problem.split(" ", 2)[1])).toContain(
      "bad-name",
    );
  });

  test("may not have a twin that differs in case only", () => {
    expect(problemsOf(`app: shop\njobs: {a: {${CODE}}, A: {${CODE}}}`)).toEqual([
      '2:33 name-twins the jobs "a" and "A" differ in case only; rename one of them',
    ]);
  });
});

describe("a job's code", () => {
  const links = { "/project/jobs/b.ts": "/etc/passwd" };

  test.each([
    [
      "is missing",
      "owner: me",
      '3:3 missing-key the job "report" has no code; give it handler: (a file) or function: (an existing function)',
    ],
    [
      "is not there",
      "handler: jobs/aa.ts",
      '4:14 handler-missing handler: there is no file "jobs/aa.ts"; did you mean jobs/a.ts?',
    ],
    [
      "is above the project",
      "handler: ../x.ts",
      '4:14 handler-outside handler: "../x.ts" is outside the project; expected a file of this project, such as jobs/report.ts',
    ],
    [
      "climbs out of the project",
      "handler: jobs/../../x.ts",
      '4:14 handler-outside handler: "jobs/../../x.ts" is outside the project; expected a file of this project, such as jobs/report.ts',
    ],
    [
      "is absolute",
      "handler: /etc/x.ts",
      '4:14 handler-outside handler: "/etc/x.ts" is outside the project; expected a file of this project, such as jobs/report.ts',
    ],
    [
      "links out of the project",
      "handler: jobs/b.ts",
      '4:14 handler-outside handler: "jobs/b.ts" links to a file outside the project; expected a file of this project, such as jobs/report.ts',
    ],
    [
      "is an address",
      "handler: file:///etc/x.ts",
      '4:14 handler-outside handler: "file:///etc/x.ts" is an address; expected a file of this project, such as jobs/report.ts',
    ],
    [
      "has backslashes",
      "handler: jobs\\a.ts",
      '4:14 handler-outside handler: "jobs\\a.ts" has backslashes; write forward slashes',
    ],
    [
      "is a folder",
      "handler: jobs",
      '4:14 handler-kind handler: "jobs" is no file that we bundle; expected one of .ts, .mts, .js, .mjs, .cjs, .py',
    ],
    [
      "is Python that nothing can import",
      "handler: jobs/a-b.py",
      '4:14 handler-kind handler: "jobs/a-b.py" cannot be imported by its name; expected letters, digits and _ before .py',
    ],
    [
      "is no function",
      "function: a/b",
      '4:15 bad-value function: expected an existing function: its name, name:alias, or ARN, got "a/b"',
    ],
  ])("that %s is refused", (_name, line, problem) => {
    expect(problemsOf(withJob(line), { links })).toEqual([problem]);
  });

  test("is a file or a function, not both", () => {
    expect(problemsOf(withJob(CODE, "function: legacy"))).toEqual([
      "5:5 conflict handler: and function: exclude each other; keep one",
    ]);
  });

  test("that is not ours cannot be given settings", () => {
    expect(problemsOf(withJob("function: legacy", "memory: 512"))).toEqual([
      "5:5 conflict memory: belongs to a function that we deploy; function: names one that we never change",
    ]);
  });

  test("cannot have both a role of somebody else's and permissions for ours", () => {
    const role = "role: arn:aws:iam::123456789012:role/x";
    expect(problemsOf(withJob(CODE, role, 'permissions: [{allow: "s3:GetObject", on: "*"}]'))).toEqual([
      "6:5 conflict permissions: go to a role that we make, but role: names an existing one; keep one of the two",
    ]);
  });
});

describe("the file itself", () => {
  test.each([
    ["has no app", "jobs: {}\n", "1:1 missing-key app: missing; expected the name of the whole, such as acme-ops"],
    ["has no jobs", "app: shop\n", "1:1 missing-key jobs: missing; expected a mapping of names to jobs"],
    ["has nothing under jobs", "app: shop\njobs:\n", "2:6 bad-value jobs: expected a mapping, got nothing"],
    ["has a list of jobs", "app: shop\njobs: [a]\n", "2:7 bad-value jobs: expected a mapping, got a list"],
    [
      "has a key of a job among the defaults",
      "app: shop\njobs: {}\ndefaults: {handler: jobs/a.ts}\n",
      '3:12 unknown-key unknown key "handler".',
    ],
    [
      "has a number for an app",
      "app: 7\njobs: {}\n",
      '1:6 bad-value app: expected a name of small letters, digits and - that starts with a letter, at most 32 long, got 7 (a number); put quotes around it: "7"',
    ],
  ])("that %s is refused", (_name, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });

  test("that is not there is refused", () => {
    const reader = readerOf({});
    const result = loadModel({ file: "/project/jobs.yaml", environment: "local", reader, variables: {} });
    expect(result.problems).toEqual([
      {
        severity: "error",
        code: "manifest-missing",
        message: "there is no such file; lamp init makes one",
        file: "/project/jobs.yaml",
        line: 1,
        column: 1,
        path: "",
      },
    ]);
  });
});

describe("catchUp", () => {
  test.each([
    [
      "a rate without start:",
      ["handler: jobs/a.ts", "schedule: rate(1 hour)"],
      "a rate without start: has no due times",
    ],
    ["an existing function", ["function: legacy", "schedule: every day at 06:00"], "records no runs"],
    [
      "a window longer than what is kept",
      ["handler: jobs/a.ts", "schedule: every day at 06:00", "keep: 1d"],
      "its window is longer than keep:",
    ],
  ])("is refused for %s", (_what, lines, said) => {
    const problems = problemsOf(withJob(...lines, "catchUp: {runs: all, window: 2d}"));
    expect(problems).toEqual([expect.stringContaining(`conflict catchUp: `)]);
    expect(problems[0]).toContain(said);
  });
});
