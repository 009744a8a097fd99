// The whole path under a moved clock: every due time ends as one row, whatever is delivered twice, fails or overlaps.
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { HELLO } from "../cli/lamp.ts";
import { openFlow } from "./flow-bench.ts";

const START = "2027-03-01T05:58:30Z";
const at = (time: string) => `2027-03-01T${time}Z`;

describe("from jobs.yaml to the history", () => {
  test("does not lose or double a due time, in two schedules that name the same one either", async () => {
    const flow = await openFlow(START, {
      "jobs.yaml":
        'app: acme\njobs:\n  hello: {schedule: {all: "* * * * *", even: "*/2 * * * *"}, handler: jobs/hello.ts}\n',
      "jobs/hello.ts": HELLO,
    });
    await flow.sync();
    await flow.advanceTo(at("06:03:30"));
    const runs = await flow.history();
    const succeeded = runs.filter(({ status }) => status === "succeeded").map(({ due }) => due);
    expect(succeeded).toEqual(
      ["06:03", "06:02", "06:01", "06:00", "05:59"].map((time) => `2027-03-01T${time}:00.000Z`),
    );
    const doubles = runs.filter(({ status }) => status === "skipped");
    expect(doubles.map(({ due, reason }) => [due, reason])).toEqual([
      ["2027-03-01T06:02:00.000Z", "duplicate"],
      ["2027-03-01T06:00:00.000Z", "duplicate"],
    ]);
  });

  test("does not run a due time twice that is delivered twice, and says so in one row", async () => {
    const flow = await openFlow(START, {
      "jobs.yaml": "app: acme\njobs:\n  hello: {schedule: every hour, handler: jobs/hello.ts}\n",
      "jobs/hello.ts": HELLO,
    });
    await flow.sync();
    const envelope = {
      lamplighter: 1,
      job: "hello",
      schedule: "arn:aws:scheduler:us-east-1:000000000000:schedule/acme-local/hello",
      due: "2027-03-01T05:00:00Z",
      delivery: "d1",
      attempt: "1",
      trigger: "schedule",
      input: {},
    };
    const lambda = await flow.clients.lambda();
    for (const _delivery of [1, 2]) {
      const Payload = JSON.stringify(envelope);
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: "acme-local-hello", Qualifier: "live", Payload }),
      );
      expect(answer.FunctionError).toBeUndefined();
    }
    await flow.advanceTo(at("05:58:40"));
    const { runs } = await readBoth(flow);
    expect(runs).toEqual([
      ["succeeded", null, "hello#2027-03-01T05:00:00Z"],
      ["skipped", "duplicate", "hello#2027-03-01T05:00:00Z"],
    ]);
  });

  test("does not lose the run whose local time a clock change skips, when it is to run after the gap", async () => {
    const flow = await openFlow("2027-03-27T12:00:00Z", {
      "jobs.yaml":
        'app: acme\ntimezone: Europe/Berlin\njobs:\n  hello: {schedule: "30 2 * * *", dst: run-after, handler: jobs/hello.ts}\n',
      "jobs/hello.ts": HELLO,
    });
    await flow.sync();
    await flow.advanceTo("2027-03-29T00:31:30Z");
    const runs = await flow.history();
    expect(runs.map(({ status, due, schedule }) => [status, due, schedule])).toEqual([
      ["succeeded", "2027-03-29T00:30:00.000Z", "hello"],
      ["succeeded", "2027-03-28T01:00:00.000Z", "hello.dst-20270328"],
    ]);
    const scheduler = await flow.clients.scheduler();
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: "acme-local" }));
    expect(Schedules.map(({ Name }) => Name)).toEqual(["hello", "hello.dst-20280326"]);
  });

  test("does not give up a failing run before its retries, nor lose its dead letter", async () => {
    const flow = await openFlow(START, {
      "jobs.yaml": 'app: acme\njobs:\n  failing: {schedule: "0 6 1 3 *", handler: jobs/failing.ts}\n',
      "jobs/failing.ts":
        'import { job } from "lamplighter";\nexport default job(async () => { throw new RangeError("out of rope"); });\n',
    });
    await flow.sync();
    await flow.advanceTo(at("06:05:00"));
    const [run] = await flow.history();
    expect(run).toMatchObject({ job: "failing", status: "dead", reason: "RangeError: out of rope" });
    expect(run?.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed"]);
    // In the author's own file and line, not in the bundle's.
    expect(run?.attempts[0]?.error?.stack).toMatch(/^RangeError: out of rope\n.*\(jobs\/failing\.ts:2:40\)/);
    const sqs = await flow.clients.sqs();
    const QueueUrl = `${flow.engine.endpoint}/000000000000/acme-local-failed`;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages).toHaveLength(1);
    expect(JSON.parse(Messages[0]?.Body ?? "")).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { job: "failing", due: "2027-03-01T06:00:00Z" },
    });
  });

  test("does not hide a due time at which nothing arrived", async () => {
    const flow = await openFlow(START, {
      "jobs.yaml": 'app: acme\njobs:\n  hello: {schedule: "0 * * * *", handler: jobs/hello.ts}\n',
      "jobs/hello.ts": HELLO,
    });
    await flow.sync();
    const scheduler = await flow.clients.scheduler();
    const { DeleteScheduleCommand } = await import("@aws-sdk/client-scheduler");
    await scheduler.send(new DeleteScheduleCommand({ Name: "hello", GroupName: "acme-local" }));
    await flow.advanceTo(at("07:30:00"));
    expect((await flow.history()).map(({ status, due }) => [status, due])).toEqual([
      ["missed", "2027-03-01T07:00:00.000Z"],
      ["missed", "2027-03-01T06:00:00.000Z"],
    ]);
  });
});

async function readBoth(flow: Awaited<ReturnType<typeof openFlow>>) {
  const { runsOfJob } = await import("../../src/ledger/reads/runs-of-job.ts");
  const { toRun } = await import("../../src/history/run.ts");
  const { runs } = await runsOfJob(flow.ledger, "hello", { limit: 10, newestFirst: false });
  return {
    runs: runs.map((item) => toRun(item, flow.clock.now())).map(({ status, reason, key }) => [status, reason, key]),
  };
}
