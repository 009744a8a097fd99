// One run of the engine's own Scheduler on disk: COUNT SECONDS LEAD GRACE TARGET, COUNT schedules being due in one second (SECONDS 1)
// or spread over so many. Prints as JSON the lag until each was decided on, and until its target had it, durably.
import { strToU8, zipSync } from "fflate";
import type { Clock } from "../../src/core/clock.ts";
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { systemRandom } from "../../src/core/random.ts";
import { Access } from "../../src/engine/access/access.ts";
import { ownerOf } from "../../src/engine/access/caller.ts";
import { executionRoles } from "../../src/engine/access/execution-roles.ts";
import { schedulerRoles } from "../../src/engine/access/scheduler-roles.ts";
import { createIamService } from "../../src/engine/iam/service.ts";
import { createLambdaService } from "../../src/engine/lambda/service.ts";
import { createLogsService } from "../../src/engine/logs/service.ts";
import { DueQueue } from "../../src/engine/scheduler/due-queue.ts";
import type { Targets } from "../../src/engine/scheduler/scheduler.ts";
import { createSchedulerService } from "../../src/engine/scheduler/service.ts";
import type { Call, EngineContext, Service } from "../../src/engine/service.ts";
import { createSqsService } from "../../src/engine/sqs/service.ts";
import { Store } from "../../src/engine/store.ts";
import { createStsService } from "../../src/engine/sts/service.ts";
import { percentile } from "../measure/median.ts";
import { scratch } from "../measure/peers.ts";
import type { LagResult, Lags } from "./lag-result.ts";

const [count = 0, seconds = 1, lead = 0, grace = 0] = process.argv.slice(2, 6).map(Number);
const target = process.argv[6] === "lambda" ? "lambda" : "sqs";
const ACCOUNT = "000000000000";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/scheduler`;
const ARN =
  target === "sqs" ? `arn:aws:sqs:us-east-1:${ACCOUNT}:due` : `arn:aws:lambda:us-east-1:${ACCOUNT}:function:due`;

/** The real clock set so that its next minute begins LEAD seconds after all is registered: cron expressions know no seconds. */
function settableClock(): Clock & { ahead: number } {
  const clock = {
    ahead: 0,
    now: () => Date.now() + clock.ahead,
    setTimer: (at: number, fire: () => void) => systemClock.setTimer(at - clock.ahead, fire),
  };
  return clock;
}

const { folder, remove } = scratch();
const store = Store.open(`${folder}/engine.db`);
const clock = settableClock();
const context: EngineContext = {
  store,
  clock,
  random: systemRandom,
  account: ACCOUNT,
  region: "us-east-1",
  origin: () => "",
};
const iam = createIamService(context);
const sqs = createSqsService(context);
const logs = createLogsService(context);
const { sessions } = createStsService(context, iam.rights);
const access = new Access({ context, sessions, rights: iam.rights, enforced: true });
const functions = executionRoles(
  context,
  new Access({ context, sessions, rights: iam.rights, enforced: false }),
  sessions,
  iam.rights,
);
const lambda = createLambdaService(context, { logs, roles: functions, sendToQueue: sqs.send, directory: folder });
access.serve([sqs.service, lambda.service]);

/** Lags of what is in the running transaction; a firing counts once its commit has returned. */
const pending: number[] = [];
const durable: number[] = [];
const commit = store.transaction.bind(store);
let depth = 0;
store.transaction = <T>(work: () => T): T => {
  depth++;
  try {
    return commit(work);
  } finally {
    depth--;
    if (depth === 0) {
      const now = clock.now();
      for (const due of pending.splice(0)) durable.push(now - due);
    }
  }
};
/** A schedule's due time is decided on when it is taken from the queue; ids count from 1 in the order of registering. */
const decided: number[] = [];
const take = DueQueue.prototype.take;
DueQueue.prototype.take = function (by) {
  const ids = take.call(this, by);
  const now = clock.now();
  for (const id of ids) decided.push(now - dueOf(id - 1));
  return ids;
};
let base = 0;
const dueOf = (index: number) => base + Math.floor((index * seconds) / count) * 1000;
const taken = (payload: string) => void pending.push(dueOf(Number(payload.slice(payload.lastIndexOf(":") + 1, -2))));
const targets: Targets = {
  atOnce: true,
  together: (work) => sqs.together(() => lambda.together(work)),
  invokeFunction(arn, payload) {
    lambda.invokeAsync(arn, payload);
    taken(payload);
  },
  sendMessage(arn, body, attributes) {
    sqs.send(arn, body, attributes);
    taken(body);
  },
  putEvent() {},
};
const scheduler = createSchedulerService(context, { targets, roles: schedulerRoles(access), log: silentLog });

async function ask(service: Service, operation: string, input: object): Promise<void> {
  const call: Call = {
    ...{ requestId: "bench", region: "us-east-1", account: ACCOUNT, accessKeyId: undefined, origin: "" },
    ...{ signal: new AbortController().signal, caller: ownerOf(ACCOUNT), refusal: () => undefined },
  };
  await service.operations[operation]?.(input, call);
}

const policy = (parts: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] });

async function prepare(): Promise<void> {
  const trust = policy({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  await ask(iam.service, "CreateRole", { RoleName: "scheduler", AssumeRolePolicyDocument: trust });
  const rights = policy({ Action: ["sqs:SendMessage", "lambda:InvokeFunction"], Resource: ARN });
  await ask(iam.service, "PutRolePolicy", { RoleName: "scheduler", PolicyName: "all", PolicyDocument: rights });
  await ask(sqs.service, "CreateQueue", { QueueName: "due" });
  const ZipFile = zipSync({ "index.mjs": strToU8("export const handler = () => {};") });
  const code = { Code: { ZipFile }, Runtime: "nodejs24.x", Handler: "index.handler" };
  await ask(lambda.service, "CreateFunction", { FunctionName: "due", Role: ROLE, ...code });
}

/** Cron with a zone for one second; what is spread is due at a second of its own, which a rate's StartDate can say. */
function timingOf(index: number): object {
  if (seconds > 1) return { ScheduleExpression: "rate(1 day)", StartDate: dueOf(index) / 1000 };
  const due = new Date(base);
  return {
    ScheduleExpression: `cron(${due.getUTCMinutes()} * * * ? *)`,
    ScheduleExpressionTimezone: index % 2 === 0 ? "Europe/Berlin" : "America/New_York",
  };
}

function register(): void {
  const create = scheduler.service.operations["CreateSchedule"];
  const input = { lamplighter: 1, due: "<aws.scheduler.scheduled-time>", delivery: "<aws.scheduler.execution-id>" };
  store.transaction(() => {
    for (let index = 0; index < count; index++) {
      const schedule = {
        Name: `job-${index}`,
        ...timingOf(index),
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: ARN,
          RoleArn: ROLE,
          Input: JSON.stringify({ ...input, job: `job-${index}`, input: { shard: index } }),
        },
      };
      create?.(schedule, {} as Call);
    }
  });
}

await prepare();
base = (Math.floor(clock.now() / 60_000) + 2) * 60_000;
const began = performance.now();
register();
const registerMs = performance.now() - began;
clock.ahead = base - lead * 1000 - Date.now();
scheduler.start();
const cpu = process.cpuUsage();
const until = base + (seconds + grace) * 1000;
let rss = process.memoryUsage.rss();
while (durable.length < count && clock.now() < until) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  rss = Math.max(rss, process.memoryUsage.rss());
}
const { user, system } = process.cpuUsage(cpu);
const lagsOf = (lags: readonly number[]): Lags => ({
  p50: percentile(lags, 0.5),
  p99: percentile(lags, 0.99),
  max: percentile(lags, 1),
});
const result: LagResult = {
  ...lagsOf(durable),
  deciding: lagsOf(decided),
  lost: count - durable.length,
  registerMs,
  rssMiB: rss / 2 ** 20,
  tooLate: false,
  cpuMs: (user + system) / 1000,
};
await scheduler.stop();
await lambda.close(0);
store.close();
remove();
console.log(JSON.stringify(result));
process.exit(0);
