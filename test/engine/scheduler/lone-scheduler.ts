// The Scheduler alone, on a virtual clock, with a function that does as it is told and one dead-letter queue.
import { silentLog } from "../../../src/core/log.ts";
import { type Random, systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import type { MessageAttributes, Targets } from "../../../src/engine/scheduler/scheduler.ts";
import { createSchedulerService } from "../../../src/engine/scheduler/service.ts";
import { ServiceError } from "../../../src/engine/service.ts";
import { Store } from "../../../src/engine/store.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:job";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:dead";
export const at = (iso: string) => Date.parse(`2027-03-01T${iso}Z`);

export interface Letter {
  readonly body: string;
  readonly attributes: MessageAttributes;
}

interface Options {
  readonly store?: Store;
  readonly now?: number;
  readonly random?: Random;
  /** The targets take over within the transaction in which the schedule fires. */
  readonly atOnce?: boolean;
}

export function startLone(answer: (payload: string) => void | Promise<void>, options: Options = {}) {
  const { store = Store.open(":memory:"), now = at("05:59:30"), random = systemRandom, atOnce = false } = options;
  const clock = new VirtualClock(now);
  const attempts: { at: string; payload: string }[] = [];
  const letters: Letter[] = [];
  const targets: Targets = {
    atOnce,
    invokeFunction(_arn, payload) {
      attempts.push({ at: new Date(clock.now()).toISOString().slice(11, 19), payload });
      return answer(payload);
    },
    sendMessage: (_arn, body, attributes) => void letters.push({ body, attributes }),
    putEvent: () => {},
  };
  const context = { store, clock, random, account: "000000000000", region: "us-east-1", origin: () => "" };
  const scheduler = createSchedulerService(context, { targets, roles: undefined, log: silentLog });
  const call = (operation: string, input: object) => scheduler.service.operations[operation]?.(input, {} as never);
  const form = (expression: string, target: object = {}, part: object = {}) => ({
    Name: "job",
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      ...{ Arn: FUNCTION, RoleArn: "r", Input: '"<aws.scheduler.attempt-number>"', DeadLetterConfig: { Arn: QUEUE } },
      ...target,
    },
    ...part,
  });
  return {
    ...{ clock, store, scheduler, attempts, letters, call },
    moveTo: (iso: string) => clock.advanceTo(at(iso), () => scheduler.settle()),
    create: (...given: Parameters<typeof form>) => call("CreateSchedule", form(...given)),
    update: (...given: Parameters<typeof form>) => call("UpdateSchedule", form(...given)),
  };
}

export const throttled = () => {
  throw new ServiceError("TooManyRequestsException", "Rate exceeded");
};

export const retry = (MaximumRetryAttempts: number, MaximumEventAgeInSeconds: number) => ({
  RetryPolicy: { MaximumRetryAttempts, MaximumEventAgeInSeconds },
});
