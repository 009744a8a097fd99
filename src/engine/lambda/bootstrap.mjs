// What an execution environment runs: loads the handler, takes events from the engine one by one, answers each.
import { createContext } from "./bootstrap/context.mjs";
import { describeError, InitError, stringify } from "./bootstrap/errors.mjs";
import { loadHandler } from "./bootstrap/load-handler.mjs";
import { createLogger } from "./bootstrap/logger.mjs";
import { provideSdk } from "./bootstrap/provide-sdk.mjs";
import { connect } from "./bootstrap/runtime-client.mjs";
import { followEngineClock } from "./bootstrap/virtual-date.mjs";

const env = process.env;
// Handlers see the arguments of a program that was given none.
const [isSpare] = process.argv.splice(2);
const client = connect(() => process.exit(1));
if (isSpare) await becomeAssigned();
const logger = createLogger(env);
const nowOf = followEngineClock();

/** @type {string | undefined} the request that is being worked on */
let current;
/** @type {string | undefined} which attempt at it */
let attempt;

/** A process that was started before it was known for which function: from here on it is as if it had been started for it. */
async function becomeAssigned() {
  const { head } = await client.assignment();
  Object.assign(env, head.variables);
  process.chdir(env.LAMBDA_TASK_ROOT);
}

/** What escaped every catch ends the process, as in Lambda's own runtime; the request it happened in fails with it. */
function fatal(exitCode, text, error) {
  logger.failure(text, error);
  const head = current
    ? { act: "error", requestId: current, invocationId: attempt, errorType: error.errorType }
    : { act: "init-error", errorType: error.errorType };
  client.end(head, JSON.stringify(error)).finally(() => process.exit(exitCode));
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
    await client.end({ act: "init-error", errorType: described.errorType }, JSON.stringify(described));
    process.exit(1);
  }
}

async function work(handler, invocation) {
  const { head: headers, body } = invocation;
  const requestId = headers["Lambda-Runtime-Aws-Request-Id"];
  const invocationId = headers["Lambda-Runtime-Invocation-Id"];
  current = requestId;
  attempt = invocationId;
  logger.requestId = requestId;
  nowOf.engine(headers["Lamplighter-Now-Ms"]);
  env._X_AMZN_TRACE_ID = headers["Lambda-Runtime-Trace-Id"] ?? "";
  const answer = { head: { act: "response", requestId, invocationId }, body: "" };
  try {
    answer.body = stringify(await handler(JSON.parse(body), createContext(headers, env)));
  } catch (error) {
    const described = describeError(error);
    logger.failure("Invoke Error", described);
    answer.head.act = "error";
    answer.head.errorType = described.errorType;
    answer.body = JSON.stringify(described);
  }
  answer.head.maxRssKb = process.resourceUsage().maxRSS;
  return answer;
}

const handler = await init();
let invocation = await client.next();
for (;;) {
  const answer = await work(handler, invocation);
  current = undefined;
  invocation = await client.answerAndNext(answer);
}
