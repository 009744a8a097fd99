// lamp backfill as a user types it: spans that make no sense are refused before anything runs, and the summary counts.
import { describe, expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const JOBS = `app: acme
jobs:
  hello: {schedule: "0 6 * * *", handler: jobs/hello.ts}
  often: {schedule: rate(5 minutes), handler: jobs/hello.ts}
  theirs: {schedule: "0 6 * * *", function: somebodys}
`;

describe("lamp backfill", () => {
  test.each([
    [["hello"], "--from"],
    [["hello", "--from", "2099-01-01"], "--to: expected a time after --from"],
    [["hello", "--from", "1d", "--to", "2099-01-01"], "is the schedule's"],
    [["often", "--from", "1d"], "no due times of its own"],
    [["theirs", "--from", "1d"], "records no runs"],
    [["hello", "--from", "2026-01-01", "--to", "2026-06-01"], "--yes"],
    [["hello", "--from", "1d", "--parallel", "0"], "--parallel"],
  ])("does not run anything for %j", async (words, said) => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    expect(await made.lamp("backfill", ...words)).toMatchObject({ code: 1, err: expect.stringContaining(said) });
  });

  test("does not run a due time again, nor lose count of it", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    await made.lamp("sync");
    const span = ["--from", "2026-11-01T05:00:00Z", "--to", "2026-11-03T05:00:00Z"];
    const dry = await made.lamp("backfill", "hello", ...span, "--dry-run");
    expect(dry).toMatchObject({ code: 0, out: "would run 2, leave 0\n" });
    const done = JSON.parse((await made.lamp("backfill", "hello", ...span, "--json")).out);
    expect(done).toMatchObject({
      format: 1,
      job: "hello",
      succeeded: 2,
      failed: 0,
      runs: [
        { due: "2026-11-01T06:00:00.000Z", id: "hello.20261101T060000Z", status: "succeeded" },
        { due: "2026-11-02T06:00:00.000Z", id: "hello.20261102T060000Z", status: "succeeded" },
      ],
    });
    expect(await made.lamp("backfill", "hello", ...span)).toMatchObject({
      code: 0,
      out: "0 succeeded, 0 failed, 0 skipped, 2 left alone\n",
    });
  });
});
