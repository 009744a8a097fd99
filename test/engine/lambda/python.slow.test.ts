// Python handlers: what they see, answer, log and fail with is what Lambda's own Python runtime gives.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench, zipOf } from "./bench-of-functions.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

let bench: Bench;

const SOURCE = `
import asyncio, datetime, decimal, logging, os, sys, time
count = 0
log = logging.getLogger(__name__)

def answer(event, context):
    global count
    count += 1
    return {"count": count, "name": context.function_name, "arn": context.invoked_function_arn, "event": event,
            "memory": context.memory_limit_in_mb, "id": context.aws_request_id, "version": context.function_version,
            "left": context.get_remaining_time_in_millis(), "group": context.log_group_name, "pid": os.getpid(),
            "stream": context.log_stream_name, "identity": context.identity.cognito_identity_id,
            "client": context.client_context and context.client_context.custom}

def say(event, context):
    print("printed ü")
    sys.stdout.write("two\\nlines\\n")
    log.warning("warned\\nof %s", "it", extra={"job": "daily"})
    log.info("not at this level")

def raises(event, context):
    raise ValueError("out of range")

def complains(event, context):
    try:
        raises(event, context)
    except ValueError:
        log.exception("could not")

def decimals(event, context):
    return {"whole": decimal.Decimal("3"), "half": decimal.Decimal("0.5"), "text": "ü"}

def day(event, context):
    return datetime.date(2027, 1, 1)

def ends(event, context):
    sys.exit(3)

def hangs(event, context):
    time.sleep(60)

def environment(event, context):
    return dict(os.environ, cwd=os.getcwd(), argv=sys.argv, path=sys.path[0])

def takes(event, context):
    held = bytearray(400 * 1024 * 1024)
    held[::4096] = b"x" * len(held[::4096])
    time.sleep(60)

handler = lambda event, context: globals()[event.get("act", "answer")](event, context)
`;

beforeAll(async () => {
  bench = await openBench();
  await create("acts", { "acts.py": SOURCE }, "acts.handler", { Timeout: 5 });
});
afterAll(() => bench.close());

function create(name: string, files: Readonly<Record<string, string>>, Handler: string, more = {}): Promise<void> {
  return bench.create(name, "", { Runtime: "python3.12", Handler, Code: { ZipFile: zipOf(files) }, ...more });
}

describe.runIf(hasPython)("a Python handler", () => {
  test("lacks no member of its context, and its environment is used again", async () => {
    const ClientContext = Buffer.from(JSON.stringify({ custom: { a: 1 } })).toString("base64");
    const first = await bench.invoke("acts", { n: "ü" }, { ClientContext, LogType: "Tail" });
    expect(first).toMatchObject({ status: 200, error: undefined });
    expect(first.answer).toMatchObject({
      count: 1,
      name: "acts",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:acts",
      event: { n: "ü" },
      memory: "128",
      version: "$LATEST",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      group: "/aws/lambda/acts",
      stream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      identity: null,
      client: { a: 1 },
    });
    expect(first.answer.left).toBeGreaterThan(0);
    expect(first.answer.left).toBeLessThanOrEqual(5_000);
    // An answer may reach its caller before the environment has asked for the next event: then another one is started.
    const again = async () => (await bench.invoke("acts")).answer;
    await expect.poll(again).toMatchObject({ count: 2, client: null });
    expect(first.log).toMatch(
      /^INIT_START Runtime Version: python:3\.12\.v0\t(.*\n)*REPORT .*Init Duration: [\d.]+ ms\t\n$/,
    );
  });

  test("answers what json can write, decimals too, and no more", async () => {
    expect((await bench.invoke("acts", { act: "decimals" })).answer).toEqual({ whole: 3, half: 0.5, text: "ü" });
    expect(await bench.invoke("acts", { act: "day" })).toMatchObject({
      error: "Unhandled",
      answer: {
        errorType: "Runtime.MarshalError",
        errorMessage: "Unable to marshal response: Object of type date is not JSON serializable",
        stackTrace: [],
      },
    });
  });

  test("logs no message in pieces, and nothing below its level", async () => {
    const { log } = await bench.invoke("acts", { act: "say" }, { LogType: "Tail" });
    expect(log).toMatch(/\nprinted ü\ntwo\nlines\n/);
    expect(log).toMatch(/\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[0-9a-f-]{36}\twarned\nof it\n/);
    expect(log).not.toMatch(/not at this level/);
  });

  test("logs JSON where the function says so, with errors taken apart", async () => {
    const LoggingConfig = { LogFormat: "JSON", ApplicationLogLevel: "WARN" } as const;
    await create("json", { "acts.py": SOURCE }, "acts.handler", { LoggingConfig, Timeout: 10 });
    const events = async (act: string) => {
      const { log } = await bench.invoke("json", { act }, { LogType: "Tail" });
      const lines = log.split("\n").filter((line) => line.startsWith("{"));
      return lines.map((line) => JSON.parse(line)).filter(({ level }) => level);
    };
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const stackTrace = [expect.stringMatching(/^ {2}File ".*acts\.py", line \d+, in /)];
    expect(await events("say")).toEqual([
      {
        level: "WARNING",
        logger: "acts",
        message: "warned\nof it",
        job: "daily",
        requestId,
        timestamp: expect.any(String),
      },
    ]);
    const error = { errorType: "ValueError", errorMessage: "out of range", requestId, level: "ERROR" };
    expect(await events("complains")).toMatchObject([
      { ...error, message: "could not", stackTrace: expect.any(Array) },
    ]);
    expect(await events("raises")).toMatchObject([{ ...error, stackTrace: [...stackTrace, ...stackTrace] }]);
  });

  test.each([
    [
      "raises",
      { errorType: "ValueError", errorMessage: "out of range", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ],
    ["ends", { errorType: "Runtime.ExitError", errorMessage: expect.stringMatching(/exit status 3$/) }],
    ["takes", { errorType: "Runtime.OutOfMemory", errorMessage: expect.stringMatching(/signal: killed$/) }],
  ])("is told of its failure, and the next invocation works: %s", async (act, answer) => {
    const failed = await bench.invoke("acts", { act }, { LogType: "Tail" });
    expect(failed).toMatchObject({ status: 200, error: "Unhandled", answer });
    if (act === "raises") {
      expect(failed.log).toMatch(
        /\n\[ERROR\] ValueError: out of range\nTraceback \(most recent call last\):\n {2}File "/,
      );
      expect(failed.answer.stackTrace.at(-1)).toMatch(/^ {2}File ".*acts\.py", line \d+, in raises\n/);
      expect(failed.answer.stackTrace.join()).not.toContain("bootstrap.py");
    }
    expect(await bench.invoke("acts")).toMatchObject({ error: undefined });
  });

  test("that hangs does not outlive its timeout", async () => {
    await create("hangs", { "acts.py": SOURCE }, "acts.hangs", { Timeout: 1 });
    expect(await bench.invoke("hangs")).toMatchObject({ answer: { errorType: "Sandbox.Timedout" } });
  });

  test("gets no variable, argument or module of the engine's own", async () => {
    const { answer } = await bench.invoke("acts", { act: "environment" });
    expect(answer).toMatchObject({ _HANDLER: "acts.handler", AWS_EXECUTION_ENV: "AWS_Lambda_python3.12", argv: [""] });
    expect(answer).toMatchObject({ cwd: answer.LAMBDA_TASK_ROOT, path: answer.LAMBDA_TASK_ROOT });
    expect(Object.keys(answer).filter((key) => /LAMP|VITEST|^npm_/.test(key))).toEqual([]);
  });

  test.each([
    [
      "no module",
      "gone.handler",
      "Runtime.ImportModuleError",
      /^Unable to import module 'gone': No module named 'gone'$/,
    ],
    ["no function", "acts.gone", "Runtime.HandlerNotFound", /^Handler 'gone' missing on module 'acts'$/],
    ["no dot", "acts", "Runtime.MalformedHandlerName", /^Bad handler 'acts': /],
    ["broken syntax", "broken.handler", "Runtime.UserCodeSyntaxError", /^Syntax error in module 'broken': /],
    ["an error on load", "fails.handler", "KeyError", /^'gone'$/],
  ])("with %s fails in the init phase", async (label, Handler, errorType, message) => {
    const files = { "acts.py": SOURCE, "broken.py": "def handler(:", "fails.py": "{}['gone']" };
    await create(label.replaceAll(" ", "-"), files, Handler);
    const failed = await bench.invoke(label.replaceAll(" ", "-"), {}, { LogType: "Tail" });
    expect(failed).toMatchObject({
      error: "Unhandled",
      answer: { errorType, errorMessage: expect.stringMatching(message) },
    });
    expect(failed.log).toMatch(new RegExp(`INIT_REPORT .*Status: error\\tError Type: ${errorType}`));
  });

  test("in a folder of the package is found by path or by dots", async () => {
    const files = { "jobs/__init__.py": "", "jobs/daily.py": "def run(event, context): return __name__" };
    await create("path", files, "jobs/daily.run");
    await create("dots", files, "jobs.daily.run");
    expect([(await bench.invoke("path")).answer, (await bench.invoke("dots")).answer]).toEqual(
      Array(2).fill("jobs.daily"),
    );
  });
});

test("where the machine has no Python, the invocation says so", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  try {
    await create("none", { "acts.py": SOURCE }, "acts.handler", { Runtime: "python3.13" });
    const failed = await bench.invoke("none", {}, { LogType: "Tail" });
    const says = /python3\.13 functions run with this machine's Python, and neither python3\.13 nor python3 was found/;
    expect(failed).toMatchObject({ error: "Unhandled", answer: { errorType: "Runtime.InvalidEntrypoint" } });
    expect(failed.answer.errorMessage).toMatch(says);
    expect(failed.log).toMatch(says);
  } finally {
    process.env["PATH"] = path;
  }
});

test("the released engine does not lack the Python runtime", () => {
  expect(readFileSync("dist/bootstrap.py", "utf8")).toBe(readFileSync("src/engine/lambda/bootstrap.py", "utf8"));
});
