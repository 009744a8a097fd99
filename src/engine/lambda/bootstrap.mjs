// What an execution environment runs: loads the handler, takes events from the Runtime API one by one, answers each.
import { createContext } from "./bootstrap/context.mjs";
import { describeError, InitError, stringify } from "./bootstrap/errors.mjs";
import { loadHandler } from "./bootstrap/load-handler.mjs";
import { createLogger } from "./bootstrap/logger.mjs";
import { provideSdk } from "./bootstrap/provide-sdk.mjs";
import { connect } from "./bootstrap/runtime-client.mjs";
import { followEngineClock } from "./bootstrap/virtual-date.mjs";

const env = process.env;
const logger = createLogger(env);
// Handlers see the arguments of a program that was given none.
const [nonce] = process.argv.splice(2);
const client = connect(env.AWS_LAMBDA_RUNTIME_API ?? "", nonce, () => process.exit(1));
const nowOf = followEngineClock();

/** @type {string | undefined} the request that is being worked on */
let current;

/** What escaped every catch ends the process, as in Lambda's own runtime; the request it happened in fails with it. */
function fatal(exitCode, text, error) {
  logger.failure(text, error);
  const body = JSON.stringify(error);
  const path = current ? `/2018-06-01/runtime/invocation/${current}/error` : "/2018-06-01/runtime/init/error";
  client
    .post(path, body, { "Lambda-Runtime-Function-Error-Type": error.errorType })
    .finally(() => process.exit(exitCode));
}
process.on("uncaughtException", (error) => fatal(129, "Uncaught Exception", describeError(error)));
process.on("unhandledRejection", (reason) => {
  const { errorMessage, trace } = describeError(reason);
  const error = {
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: reason instanceof Error ? `${reason}` : errorMessage,
    trace,
  };
  fatal(128, "Unhandled Promise Rejection", error);
});

async function init() {
  try {
    provideSdk(env.LAMBDA_TASK_ROOT ?? process.cwd());
    return await loadHandler(env.LAMBDA_TASK_ROOT ?? process.cwd(), env._HANDLER ?? "", env.AWS_EXECUTION_ENV ?? "");
  } catch (error) {
    const described = error instanceof InitError ? error.described : describeError(error);
    logger.failure("Uncaught Exception", described);
    const headers = { "Lambda-Runtime-Function-Error-Type": described.errorType };
    await client.post("/2018-06-01/runtime/init/error", JSON.stringify(described), headers);
    process.exit(1);
  }
}

async function work(handler, invocation) {
  const { headers, body } = invocation;
  const requestId = headers["lambda-runtime-aws-request-id"];
  current = requestId;
  logger.requestId = requestId;
  nowOf.engine(headers["lamplighter-now-ms"]);
  env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
  const path = `/2018-06-01/runtime/invocation/${requestId}`;
  const extra = { "Lambda-Runtime-Invocation-Id": headers["lambda-runtime-invocation-id"] ?? "" };
  try {
    const result = await handler(JSON.parse(body), createContext(headers, env));
    return { path: `${path}/response`, body: stringify(result), headers: extra };
  } catch (error) {
    const described = describeError(error);
    logger.failure("Invoke Error", described);
    extra["Lambda-Runtime-Function-Error-Type"] = described.errorType;
    return { path: `${path}/error`, body: JSON.stringify(described), headers: extra };
  } finally {
    extra["Lamplighter-Max-Rss-Kb"] = String(process.resourceUsage().maxRSS);
  }
}

const handler = await init();
let invocation = await client.next();
for (;;) {
  const answer = await work(handler, invocation);
  current = undefined;
  invocation = await client.answerAndNext(answer);
}
