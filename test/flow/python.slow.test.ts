// A Python handler on the engine: packaged with what lies beside it, given the envelope, and never said to be missed.
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { openFlow } from "./flow-bench.ts";

const HANDLER = `from shared.words import hello

def main(event, context):
    print(hello(event["job"], event["due"], event["input"]["name"]))
`;

test("a Python job does not run without what it imports, nor without its input", { timeout: 60_000 }, async () => {
  const flow = await openFlow("2027-03-01T05:58:30Z", {
    "jobs.yaml":
      'app: acme\njobs:\n  report: {schedule: "0 6 * * *", handler: "jobs/report.py:main", input: {name: world}}\n',
    "jobs/report.py": HANDLER,
    "jobs/shared/__init__.py": "",
    "jobs/shared/words.py": 'def hello(*words):\n    return " ".join(["hello", *words])\n',
  });
  await flow.sync();
  await flow.advanceTo("2027-03-01T06:05:00Z");
  const logs = await flow.clients.logs();
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/acme-local-report" }),
  );
  expect(events.map(({ message }) => message?.trim())).toContain("hello report 2027-03-01T06:00:00Z world");
  expect(await flow.history()).toEqual([]);
});
