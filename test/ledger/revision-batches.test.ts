// Revisions written together: none is lost or said to be there before it is, whatever DynamoDB leaves undone.
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import type { Dynamo } from "../../src/ledger/dynamo.ts";
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import { RevisionBatches } from "../../src/ledger/writes/revision-batches.ts";

const TABLE = "acme-local-ledger";

const revision = (job: string): Revision => ({
  ...{ job, schedule: job, fromAt: 1_000, enabled: true, expression: "rate(1 hour)", timezone: "UTC" },
  ...{ startAt: undefined, endAt: undefined, windowMinutes: undefined },
});

type Requests = readonly { readonly PutRequest: { readonly Item: { readonly job: { readonly S: string } } } }[];

/** `leave` says which of the jobs asked for are left undone. */
function table(leave: (jobs: readonly string[], asked: number) => readonly string[]) {
  const clock = new VirtualClock(0);
  const stored: string[] = [];
  const sizes: number[] = [];
  const dynamo: Dynamo = {
    async send(operation, { RequestItems }) {
      expect(operation).toBe("BatchWriteItem");
      const requests = (RequestItems as Readonly<Record<string, Requests>>)[TABLE] ?? [];
      sizes.push(requests.length);
      const jobOf = (request: Requests[number]) => request.PutRequest.Item.job.S;
      const left = new Set(leave(requests.map(jobOf), sizes.length));
      stored.push(...requests.map(jobOf).filter((job) => !left.has(job)));
      const undone = requests.filter((request) => left.has(jobOf(request)));
      return undone.length === 0 ? {} : { UnprocessedItems: { [TABLE]: undone } };
    },
  };
  return { clock, stored, sizes, batches: new RevisionBatches({ dynamo, table: TABLE, clock }) };
}

/** What was begun has come as far as it can without time. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const JOBS = Array.from({ length: 60 }, (_, index) => `job-${index}`);

test("what is recorded side by side does not take a request each, nor more than 25 a request", async () => {
  const { batches, stored, sizes } = table(() => []);
  await Promise.all(JOBS.map((job) => batches.record(revision(job))));
  expect(stored.toSorted()).toEqual(JOBS.toSorted());
  expect(sizes).toEqual([25, 25, 10]);
  await batches.record(revision("later"));
  expect(stored).toContain("later");
});

test("what a throttled table leaves undone is not said to be there before it is", async () => {
  const { batches, stored, clock } = table((jobs, asked) => (asked === 1 ? jobs.slice(1) : []));
  let isThere = false;
  const recorded = Promise.all(["a", "b", "c"].map((job) => batches.record(revision(job)))).then(() => {
    isThere = true;
  });
  await settled();
  expect({ isThere, stored }).toEqual({ isThere: false, stored: ["a"] });
  await clock.advanceTo(50, settled);
  await recorded;
  expect(stored).toEqual(["a", "b", "c"]);
});

test("a table that takes nothing does not keep a sync waiting for ever, and spoils none that comes later", async () => {
  const { batches, stored, clock } = table((jobs, asked) => (asked <= 8 ? jobs : []));
  const refused = expect(batches.record(revision("a"))).rejects.toThrow("throttled");
  await clock.advanceTo(60_000, settled);
  await refused;
  await batches.record(revision("b"));
  expect(stored).toEqual(["b"]);
});
