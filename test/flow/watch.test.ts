// The watcher as sync deploys it: on the engine, under its own role, by its own schedule.
import { GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { readWatchMark } from "../../src/ledger/watch-mark.ts";
import { HELLO } from "../cli/lamp.ts";
import { scheduled } from "../runtime/function-bench.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;
const JOB = 'schedule: "0 * * * *", handler: jobs/hello.ts, overlap: queue';

async function disableOutside(flow: FlowBench, job: string): Promise<void> {
  const scheduler = await flow.clients.scheduler();
  const name = { GroupName: "acme-local", Name: job };
  const { Target, ScheduleExpression, FlexibleTimeWindow } = await scheduler.send(new GetScheduleCommand(name));
  const input = { ...name, Target, ScheduleExpression, FlexibleTimeWindow, ScheduleExpressionTimezone: "UTC" };
  await scheduler.send(new UpdateScheduleCommand({ ...input, State: "DISABLED" }));
}

async function sendLetter(flow: FlowBench, job: string, due: string): Promise<void> {
  const sqs = await flow.clients.sqs();
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: `${flow.engine.endpoint}/000000000000/acme-local-undelivered`,
      MessageBody: JSON.stringify(scheduled(due, { job })),
      MessageAttributes: { ERROR_CODE: text("ResourceNotFoundException"), ERROR_MESSAGE: text("no function") },
    }),
  );
}

test("Q06: does not lack a permission, and finds out what kept each schedule from running its job", async () => {
  const flow = await openFlow(at("05:30:00"), {
    "jobs.yaml": `app: acme\nwatch: true\njobs:\n  hello: {${JOB}}\n  lost: {${JOB}}\n  ran: {${JOB}}\n`,
    "jobs/hello.ts": HELLO,
  });
  await flow.sync({ watch: true });
  await disableOutside(flow, "hello");
  await disableOutside(flow, "lost");
  await sendLetter(flow, "lost", at("06:00:00"));
  await flow.advanceTo(at("06:05:00"));
  expect(await readWatchMark(flow.ledger)).toMatchObject({ part: undefined });
  const rows = (await flow.history()).map(({ id, status, reason }) => `${id} ${status} ${reason ?? ""}`);
  expect(rows).toEqual([
    "ran.20270301T060000Z succeeded ",
    expect.stringContaining("lost.20270301T060000Z dead the Scheduler could not deliver it (queue undelivered"),
    expect.stringContaining("hello.20270301T060000Z missed the schedule was disabled outside of lamp"),
  ]);
  expect(flow.warnings).toEqual([]);
});
