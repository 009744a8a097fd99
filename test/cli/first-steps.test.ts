// What somebody new does wrong, or too early: the answer says what to do, and is no stack trace.
import { describe, expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const FILES = {
  "jobs.yaml": "app: acme\njobs:\n  hello: {schedule: every hour, handler: jobs/a.ts}\n",
  "jobs/a.ts": HELLO,
};

describe("before the first sync", () => {
  test.each([
    ["run", "hello"],
    ["backfill", "hello", "--from", "2026-01-01T00:30:00Z", "--to", "2026-01-01T01:30:00Z"],
  ])("lamp %s does not leave it to DynamoDB to explain", async (...words) => {
    const { code, out, err } = await project(FILES).lamp(...words);
    expect(code).toBe(1);
    expect(out + err).toContain("First: lamp sync");
    expect(out + err).not.toContain("ResourceNotFound");
  });
});

test("lamp list with nobody at the endpoint does not end in a stack trace", async () => {
  const { code, err } = await project(FILES).lamp("list", "--endpoint", "http://127.0.0.1:1");
  expect(code).toBe(1);
  expect(err).toMatch(/^lamp: .*no answer from http:\/\/127\.0\.0\.1:1/);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test.each([
  [["next", "--from", "2027-01-02", "--to", "2027-01-01"], /--to: expected a time after --from; got "2027-01-01"/],
  [
    ["why", "hello", "yesterday"],
    /TIME: expected a time like 2027-03-01T06:00:00Z, a date, or a clock's time like 06:00; got "yesterday"/,
  ],
  [["history", "--status", "zzz"], /there is no "zzz"\. Known: pending/],
])("lamp %j is not answered with something else than the mistake", async (words, message) => {
  const { code, out, err } = await project(FILES).lamp(...words);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(message);
});

test("lamp why does not say that nothing was due at a time to come", async () => {
  const made = project(FILES);
  await made.lamp("sync");
  const { out } = await made.lamp("why", "hello", "2099-01-01T06:00:00Z");
  expect(out).toMatch(/^hello: that time is yet to come\nSchedule hello, .* is due then: that is yet to come\.$/m);
});

test("a run that timed out does not lose Lambda's last lines", async () => {
  const made = project({
    "jobs.yaml": "app: acme\njobs:\n  hello: {timeout: 1s, handler: jobs/a.ts}\n",
    "jobs/a.ts": `export const handler = () => new Promise((end) => setTimeout(end, 60_000));\nexport default handler;\n`,
  });
  await made.lamp("sync");
  const { code, err } = await made.lamp("run", "hello", "--wait");
  expect(code).toBe(11);
  expect(err).toContain("Task timed out after 1.00 seconds");
  expect(err).toContain("REPORT RequestId");
});

test("before a sync lamp list does not call a job enabled, or name a time at which nothing will run", async () => {
  const made = project(FILES);
  const jobs = async () => JSON.parse((await made.lamp("list", "--json")).out).jobs;
  expect(await jobs()).toMatchObject([{ name: "hello", state: "not synced", nextDue: null }]);
  await made.lamp("sync");
  expect(await jobs()).toMatchObject([{ name: "hello", state: "enabled", nextDue: expect.stringMatching(/:00:00/) }]);
  const { code, err } = await made.lamp("show", "hello");
  expect([code, err]).toEqual([1, expect.stringContaining("hello has not run yet: lamp next hello")]);
  const ran = JSON.parse((await made.lamp("run", "hello", "--wait", "--json")).out).run.id;
  expect(JSON.parse((await made.lamp("show", "hello", "--json")).out).run.id).toBe(ran);
});
