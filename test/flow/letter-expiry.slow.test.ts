// A dead letter that nobody took care of: it says so before SQS deletes it, and the history tells of its run after.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { openLetterQueue } from "../../src/aws/letter-queue.ts";
import { policyMember } from "../../src/desired/envelope.ts";
import { backfillJob } from "../../src/runs/backfill/backfill-job.ts";
import { expiringLetters } from "../../src/runs/dead-letters/expiring-letters.ts";
import { EVERY_LETTER } from "../../src/runs/dead-letters/letter-filter.ts";
import { listLetters } from "../../src/runs/dead-letters/list-letters.ts";
import { openFlow } from "./flow-bench.ts";

const never = new AbortController().signal;
const BRITTLE = `import { existsSync } from "node:fs";
import { job } from "lamplighter";
export default job<{ mark: string }>(async ({ mark }) => {
  if (!existsSync(mark)) throw new RangeError("out of rope");
});
`;

test("Q08: a letter is not deleted without a word, nor what it tells: its run stays in the history, and runs again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lamp-expiry-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = join(folder, "mark");
  const flow = await openFlow("2027-03-01T05:58:30Z", {
    "jobs.yaml": `app: acme\njobs:\n  brittle: {schedule: "0 6 1 * *", handler: jobs/brittle.ts, input: {mark: ${JSON.stringify(mark)}}}\n`,
    "jobs/brittle.ts": BRITTLE,
  });
  await flow.sync();
  await flow.advanceTo("2027-03-01T06:05:00Z");
  const queue = await openLetterQueue(flow.clients, "arn:aws:sqs:us-east-1:000000000000:acme-local-failed", 0);
  const waiting = async () => (queue ? (await listLetters([queue], EVERY_LETTER, never)).letters : []);
  expect(expiringLetters(await waiting(), flow.clock.now())).toBeUndefined();

  await flow.advanceTo("2027-03-15T03:40:00Z");
  const [letter] = await waiting();
  const going = expiringLetters(await waiting(), flow.clock.now());
  expect(going).toEqual({ count: 1, firstAt: (letter?.sentAt ?? 0) + 14 * 86_400_000 });

  await flow.advanceTo("2027-03-15T06:10:00Z");
  expect(await waiting()).toEqual([]);
  const dead = { status: "dead", reason: "RangeError: out of rope", input: { mark } };
  expect(await flow.history()).toMatchObject([{ ...dead, due: "2027-03-01T06:00:00.000Z" }]);

  writeFileSync(mark, "");
  const [job] = flow.model.jobs;
  if (!job) throw new Error("no job");
  await backfillJob(
    {
      ...{ job: job.name, functionArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-brittle:live" },
      ...{ dueTimes: [Date.parse("2027-03-01T06:00:00Z")], input: job.input, policy: policyMember(job).policy },
      ...{ by: "ada", parallel: 1, force: false, dryRun: false, signal: never, onResult() {} },
    },
    { ledger: flow.ledger, invoker: createInvoker(flow.clients) },
  );
  expect(await flow.history()).toMatchObject([{ status: "succeeded", due: "2027-03-01T06:00:00.000Z" }]);
});
