// Makes a store: `node fill.ts DIRECTORY COUNT` creates COUNT schedules of many kinds, and a role and a queue for them.
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createSchedulerService } from "../../src/engine/scheduler/service.ts";
import type { Call, EngineContext } from "../../src/engine/service.ts";
import { Store } from "../../src/engine/store.ts";

const [directory = "", count = "0"] = process.argv.slice(2);
const store = Store.open(`${directory}/engine.db`);
const context: EngineContext = {
  ...{ store, clock: systemClock, random: systemRandom },
  ...{ account: "000000000000", region: "us-east-1", origin: () => "" },
};
const targets = { atOnce: true, invokeFunction() {}, sendMessage() {}, putEvent() {} };
const scheduler = createSchedulerService(context, { targets, roles: undefined, log: silentLog });
const create = scheduler.service.operations["CreateSchedule"];

/** At night, on workdays, monthly, yearly; none while the benchmark runs, whenever that is. */
function expressionOf(index: number): string {
  const hour = (new Date().getUTCHours() + 3 + (index % 18)) % 24;
  const minute = (index * 7) % 60;
  const days = ["* * ?", "? * MON-FRI", "1,15 * ?", `${1 + (index % 28)} ${1 + (index % 12)} ?`];
  return `cron(${minute} ${hour} ${days[index % days.length]} *)`;
}

store.transaction(() => {
  for (let index = 0; index < Number(count); index++) {
    const input = {
      lamplighter: 1,
      job: `job-${index}`,
      due: "<aws.scheduler.scheduled-time>",
      input: { shard: index },
    };
    const schedule = {
      Name: `job-${index}`,
      ScheduleExpression: expressionOf(index),
      ScheduleExpressionTimezone: ["UTC", "Etc/UTC", "Etc/GMT"][index % 3],
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "arn:aws:sqs:us-east-1:000000000000:due",
        RoleArn: "arn:aws:iam::000000000000:role/scheduler",
        Input: JSON.stringify(input),
      },
    };
    create?.(schedule, {} as Call);
  }
});
store.close();
console.log("{}");
process.exit(0);
