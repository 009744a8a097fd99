// Invoke through the SDK, with real processes: answers, errors, the end of bad handlers, logs, variables, warm reuse.
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateAliasCommand, PublishVersionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, credentials, openBench, zipOf } from "./bench-of-functions.ts";

let bench: Bench;

const SOURCE = `
let count = 0;
const acts = {
  answer: (event, context) => ({ count: ++count, name: context.functionName, arn: context.invokedFunctionArn,
    memory: context.memoryLimitInMB, id: context.awsRequestId, left: context.getRemainingTimeInMillis() }),
  print: () => { console.log("one\\ntwo", { a: 1 }); console.error("bad"); process.stdout.write("raw line\\n"); },
  throw: () => { throw new RangeError("out of range"); },
  throwNull: () => { throw null; },
  nothing: () => undefined,
  circular: () => { const self = {}; self.self = self; return self; },
  large: () => "x".repeat(7_000_000),
  hang: () => new Promise(() => {}),
  loop: () => { for (;;); },
  exit: () => process.exit(0),
  kill: () => process.kill(process.pid, "SIGKILL"),
  later: () => { setTimeout(() => { throw new Error("late"); }); return new Promise(() => {}); },
  reject: () => { Promise.reject(new Error("nobody waits")); return new Promise(() => {}); },
  environment: () => process.env,
  flood: () => { for (let i = 0; i < 60_000; i++) console.log("line", i); },
  sleep: (event) => new Promise((resolve) => setTimeout(resolve, event.ms)),
};
export const handler = async (event, context) => acts[event.act ?? "answer"](event, context);
`;

beforeAll(async () => {
  // What a careless engine would hand on to functions.
  process.env["ENGINE_SECRET"] = "do not tell";
  bench = await openBench();
  await bench.create("acts", SOURCE, { Timeout: 1, Environment: { Variables: { OWN: "mine" } } });
});

afterAll(async () => {
  delete process.env["ENGINE_SECRET"];
  await bench.close();
});

describe("a handler's answer", () => {
  test("comes back with status, version and context, and the environment is used again", async () => {
    const first = await bench.invoke("acts");
    const second = await bench.invoke("acts");
    expect(first).toMatchObject({ status: 200, error: undefined, version: "$LATEST" });
    expect(first.answer).toMatchObject({
      name: "acts",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:acts",
      memory: "128",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(first.answer.left).toBeGreaterThan(0);
    expect(first.answer.left).toBeLessThanOrEqual(1_000);
    expect(second.answer.count).toBe(first.answer.count + 1);
  });

  test("does not run on a dry run", async () => {
    const before = (await bench.invoke("acts")).answer.count;
    expect(await bench.invoke("acts", {}, { InvocationType: "DryRun" })).toMatchObject({ status: 204 });
    expect((await bench.invoke("acts")).answer.count).toBe(before + 1);
  });

  test("is null when the handler gives none", async () => {
    expect((await bench.invoke("acts", { act: "nothing" })).answer).toBe(null);
  });

  test.each([
    ["acts:live", "2"],
    ["acts:1", "1"],
    ["000000000000:function:acts:live", "2"],
    ["arn:aws:lambda:us-east-1:000000000000:function:acts:live", "2"],
  ])("comes from the version behind %s", async (name, version) => {
    await aliasLive();
    expect(await bench.invoke(name)).toMatchObject({ status: 200, version });
  });
});

let live: Promise<void> | undefined;
function aliasLive(): Promise<void> {
  live ??= (async () => {
    await bench.lambda.send(new PublishVersionCommand({ FunctionName: "acts" }));
    const { UpdateFunctionConfigurationCommand } = await import("@aws-sdk/client-lambda");
    await bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "acts", Description: "second" }));
    await bench.lambda.send(new PublishVersionCommand({ FunctionName: "acts" }));
    await bench.lambda.send(new CreateAliasCommand({ FunctionName: "acts", Name: "live", FunctionVersion: "2" }));
  })();
  return live;
}

describe("a handler's failure", () => {
  test.each([
    ["throw", { errorType: "RangeError", errorMessage: "out of range" }],
    ["throwNull", { errorType: "object", errorMessage: "null", trace: [] }],
    ["circular", { errorType: "Error", errorMessage: "Unable to stringify response body" }],
    ["large", { errorType: "Function.ResponseSizeTooLarge" }],
    [
      "exit",
      { errorType: "Runtime.ExitError", errorMessage: expect.stringMatching(/exited without providing a reason/) },
    ],
    ["kill", { errorType: "Runtime.ExitError", errorMessage: expect.stringMatching(/signal: killed/) }],
    ["later", { errorType: "Error", errorMessage: "late" }],
    ["reject", { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "Error: nobody waits" }],
    [
      "H04: hang",
      { errorType: "Sandbox.Timedout", errorMessage: expect.stringMatching(/Task timed out after 1.00 seconds/) },
    ],
    [
      "H05: loop",
      { errorType: "Sandbox.Timedout", errorMessage: expect.stringMatching(/Task timed out after 1.00 seconds/) },
    ],
  ])("is told, and the next invocation works: %s", async (name, answer) => {
    const act = name.split(": ").at(-1);
    const failed = await bench.invoke("acts", { act });
    expect(failed).toMatchObject({ status: 200, error: "Unhandled", answer });
    expect(await bench.invoke("acts")).toMatchObject({ status: 200, error: undefined });
  });

  test.each([
    ["a package without the module", { "other.mjs": "" }, "Runtime.ImportModuleError"],
    ["a module without the export", { "index.mjs": "export const other = 1;" }, "Runtime.HandlerNotFound"],
    ["a syntax error", { "index.mjs": "export const = ;" }, "Runtime.UserCodeSyntaxError"],
    [
      "a callback handler",
      { "index.mjs": "export function handler(e, c, done) {}" },
      "Runtime.CallbackHandlerDeprecated",
    ],
    ["code that throws on load", { "index.mjs": "throw new TypeError('no');" }, "TypeError"],
    ["a package from a folder above", { "index.mjs": "import 'vitest';" }, "Runtime.ImportModuleError"],
  ])("in the init phase is a failed invocation: %s", async (label, files, errorType) => {
    const name = label.replaceAll(" ", "-");
    await bench.create(name, "", { Code: { ZipFile: zipOf(files) } });
    const failed = await bench.invoke(name, {}, { LogType: "Tail" });
    expect(failed).toMatchObject({ error: "Unhandled", answer: { errorType } });
    expect(failed.log).toMatch(new RegExp(`INIT_REPORT .*Status: error\\tError Type: ${errorType}`));
  });
});

describe("the log", () => {
  test("holds the lines of Lambda and of the handler in order, one event each", async () => {
    const { log } = await bench.invoke("acts", { act: "print" }, { LogType: "Tail" });
    expect(log).toMatch(/^(INIT_START .*\n)?START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/);
    expect(log).toMatch(/\dZ\t[0-9a-f-]{36}\tINFO\tone\ntwo \{ a: 1 \}\n/);
    expect(log).toMatch(/\tERROR\tbad\n/);
    expect(log).toMatch(/^raw line$/m);
    expect(log).toMatch(
      /END RequestId: [0-9a-f-]{36}\nREPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t/,
    );
    const logs = new CloudWatchLogsClient({ endpoint: bench.engine.endpoint, region: "us-east-1", credentials });
    const id = /START RequestId: (\S+)/.exec(log)?.[1];
    const found = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/acts", filterPattern: `"${id}"` }),
    );
    expect(found.events?.map(({ message }) => message?.split(/[ \t]/)[0])).toEqual([
      "START",
      expect.stringMatching(/Z$/),
      expect.stringMatching(/Z$/),
      "END",
      "REPORT",
    ]);
    logs.destroy();
  });

  test("of a handler that floods is cut, and says so", async () => {
    // With time to spare: on a busy machine 60,000 lines take longer than the second that the others have.
    await bench.create("flooder", SOURCE, { Timeout: 60 });
    const flooded = await bench.invoke("flooder", { act: "flood" }, { LogType: "Tail" });
    expect(flooded.log).toMatch(/\[output dropped: one invocation logs at most 50000 lines/);
    expect(flooded.log).toMatch(/REPORT/);
  });
});

test("no variable of the engine's own reaches a function, and all of Lambda's do", async () => {
  const { answer } = await bench.invoke("acts", { act: "environment" });
  expect(answer).not.toHaveProperty("ENGINE_SECRET");
  expect(answer).not.toHaveProperty("NODE_EXTRA_CA_CERTS");
  expect(answer).toMatchObject({
    OWN: "mine",
    _HANDLER: "index.handler",
    AWS_REGION: "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: "acts",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/acts",
    AWS_ENDPOINT_URL: bench.engine.endpoint,
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
  });
});

test("a handler that imports the SDK finds one, and its calls come back to the engine", async () => {
  const source = `import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
    export const handler = async () => (await new LambdaClient({}).send(new ListFunctionsCommand({}))).Functions.map((f) => f.FunctionName);`;
  await bench.create("lister", source, { Timeout: 10 });
  expect((await bench.invoke("lister")).answer).toContain("acts");
});

test("more invocations than reserved at a time are refused, with the reason", async () => {
  await bench.create("narrow", SOURCE, { Timeout: 5 });
  const { lambda } = bench;
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "narrow", ReservedConcurrentExecutions: 1 }));
  const first = bench.invoke("narrow", { act: "sleep", ms: 300 });
  await expect(bench.invoke("narrow", { act: "sleep", ms: 300 })).rejects.toMatchObject({
    name: "TooManyRequestsException",
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  });
  expect(await first).toMatchObject({ error: undefined });
});

test.each([
  ["missing", {}, { name: "ResourceNotFoundException" }],
  ["acts:nowhere", {}, { name: "ResourceNotFoundException" }],
  ["acts", { Payload: "{not json" }, { name: "InvalidRequestContentException" }],
  [
    "acts",
    { Payload: JSON.stringify("x".repeat(1_100_000)), InvocationType: "Event" as const },
    { name: "RequestTooLargeException" },
  ],
])("Invoke of %s is refused %#", async (name, more, error) => {
  await expect(bench.invoke(name, {}, more)).rejects.toMatchObject(error);
});
