// Cleanup, report and heartbeat against the engine: done twice they do nothing more, and a dry run does nothing.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import dailyReport from "../../jobs/daily-report.ts";
import heartbeat from "../../jobs/heartbeat.ts";
import hourlyCleanup from "../../jobs/hourly-cleanup.ts";
import { systemClock } from "../../src/core/clock.ts";
import { systemRandom } from "../../src/core/random.ts";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { boundError, finishAttempt } from "../../src/ledger/writes/finish-attempt.ts";
import { createPost } from "../../src/runtime/dynamo/http-post.ts";
import { createSignedDynamo } from "../../src/runtime/dynamo/signed-dynamo.ts";
import { claimantFor, envelopeFor, ledgerTable } from "../ledger/ledger-bench.ts";
import { attemptOf, type JobBench, openJobBench } from "./job-bench.ts";

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

/** Objects are as old as the engine's clock says, which is the machine's: the runs are due in the far future. */
const FUTURE = "2100-01-01T00:00:00Z";

describe("hourly-cleanup", () => {
  const rules = [{ prefix: "scratch/", olderThan: "24h", keepLast: 2 }];

  test("does not delete in a dry run, or anything but what a rule names, or twice", async () => {
    await bench.bucket("clean");
    for (const key of ["scratch/1", "scratch/2", "scratch/3", "scratch/4"]) await bench.put("clean", key, "12345");
    for (const key of ["scratch", "scratchy/1", "reports/1"]) await bench.put("clean", key, "keep");
    const all = await bench.keys("clean");
    const dry = await attemptOf(hourlyCleanup, { bucket: "clean", rules, dryRun: true }, { due: FUTURE });
    expect(dry.result).toMatchObject({ dryRun: true, deleted: 0, condemned: 2, bytes: 10 });
    expect(await bench.keys("clean")).toEqual(all);
    const real = await attemptOf(hourlyCleanup, { bucket: "clean", rules }, { due: FUTURE });
    expect(real.result).toMatchObject({ deleted: 2, bytes: 10, keys: ["scratch/1", "scratch/2"] });
    expect(await bench.keys("clean")).toEqual(["reports/1", "scratch", "scratch/3", "scratch/4", "scratchy/1"]);
    const again = await attemptOf(hourlyCleanup, { bucket: "clean", rules }, { due: FUTURE });
    expect(again.result).toMatchObject({ deleted: 0, bytes: 0 });
  });

  test("does not delete on when it is told to stop, nor fail where there is no bucket yet", async () => {
    await bench.bucket("stopped");
    for (const key of ["scratch/1", "scratch/2", "scratch/3"]) await bench.put("stopped", key, "12345");
    const signal = AbortSignal.abort(new Error("deadline"));
    const stopped = attemptOf(hourlyCleanup, { bucket: "stopped", rules }, { due: FUTURE, signal });
    await expect(stopped).rejects.toThrow("deadline");
    expect(await bench.keys("stopped")).toHaveLength(3);
    const none = await attemptOf(hourlyCleanup, { bucket: "not-there-yet", rules }, { due: FUTURE });
    expect(none.result).toMatchObject({ deleted: 0 });
  });
});

describe("daily-report", () => {
  const HOUR = 3_600_000;
  const MIDNIGHT = Date.parse("2027-03-01T00:00:00Z");

  /** A run each three hours over three days, the day of the report in the middle; every fourth fails. */
  async function filledLedger(): Promise<void> {
    process.env["LAMP_LEDGER"] = "acme-local-ledger";
    await bench.dynamodb.send(ledgerTable("acme-local-ledger"));
    const doors = { clock: systemClock, random: systemRandom, post: createPost(), environment: process.env };
    const dynamo = createSignedDynamo(doors);
    for (let index = 0; index < 24; index++) {
      const dueAt = MIDNIGHT + (index - 8) * 3 * HOUR;
      const ledger = { dynamo, table: "acme-local-ledger", clock: new VirtualClock(dueAt + 1_000) };
      const claimed = await claimRun(ledger, envelopeFor("backup", dueAt), claimantFor(`r-${index}`, dueAt + HOUR));
      if (claimed.kind !== "claimed") throw new Error("refused");
      await ledger.clock.advanceTo(dueAt + 61_000);
      const failed = { outcome: "failed", error: boundError("Error", "<b>no rows</b>", undefined) } as const;
      const ending = index % 4 === 0 ? failed : ({ outcome: "succeeded" } as const);
      await finishAttempt(ledger, claimed.run, { ...ending, startedAt: dueAt + 1_000 });
    }
  }

  test("does not miss, add or change anything of its day, however often it is made", async () => {
    await filledLedger();
    const input = { bucket: "reported", prefix: "reports/" };
    const due = "2027-03-02T06:00:00Z";
    const first = await attemptOf(dailyReport, input, { due });
    expect(first.result).toEqual({
      day: "2027-03-01",
      page: "s3://reported/reports/2027-03-01.html",
      runs: 8,
      failures: 2,
    });
    const page = await bench.text("reported", "reports/2027-03-01.html");
    const json = await bench.text("reported", "reports/2027-03-01.json");
    expect(page).toContain("Error: &lt;b&gt;no rows&lt;/b&gt;");
    expect(page.match(/<rect /g)).toHaveLength(8);
    expect(JSON.parse(json)).toMatchObject({
      runs: 8,
      jobs: [{ job: "backup", succeeded: 6, failed: 2, medianMs: 60_000 }],
    });
    await attemptOf(dailyReport, { ...input, day: "2027-03-01" }, { due: "2027-03-09T06:00:00Z" });
    expect(await bench.text("reported", "reports/2027-03-01.html")).toBe(page);
    expect(await bench.text("reported", "reports/2027-03-01.json")).toBe(json);
  });

  test("is not made for a day that is none", async () => {
    const given = attemptOf(dailyReport, { bucket: "reported", prefix: "reports/", day: "yesterday" }, { due: FUTURE });
    await expect(given).rejects.toThrow('expected a date like 2027-03-01, got "yesterday"');
  });
});

describe("heartbeat", () => {
  let server: Server;
  const asked: { method: string | undefined; key: unknown; body: unknown }[] = [];
  let status = 200;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      asked.push({
        method: request.method,
        key: request.headers["idempotency-key"],
        body: JSON.parse(await bodyOf(request)),
      });
      response.writeHead(status).end("ok");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/check-in`;

  test("does not hide how late it is, nor check in under another key at a second attempt", async () => {
    const due = "2020-01-01T00:00:00Z";
    const first = await attemptOf(heartbeat, { checkInUrl: url() }, { due });
    await attemptOf(heartbeat, { checkInUrl: url() }, { due });
    expect(first.result).toMatchObject({ lateMs: expect.any(Number), checkedIn: 200 });
    expect((first.result as { lateMs: number }).lateMs).toBeGreaterThan(365 * 86_400_000);
    expect(asked).toMatchObject([
      { method: "POST", key: `job#${due}`, body: { due: "2020-01-01T00:00:00.000Z" } },
      { method: "POST", key: `job#${due}` },
    ]);
    expect((await attemptOf(heartbeat, {}, { due: FUTURE })).result).toEqual({ lateMs: 0 });
  });

  test("does not pass when the check-in is refused, or the address is none", async () => {
    status = 500;
    await expect(attemptOf(heartbeat, { checkInUrl: url() }, { due: FUTURE })).rejects.toThrow("answered 500");
    const file = attemptOf(heartbeat, { checkInUrl: "file:///etc/passwd" }, { due: FUTURE });
    await expect(file).rejects.toThrow("expected an http or https address");
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
