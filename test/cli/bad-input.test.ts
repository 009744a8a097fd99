// Bad files: no call is made, nothing is started, and each problem stands at its place.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HELLO, project } from "./lamp.ts";

const job = (lines: string) => `app: x\njobs:\n  a:\n${lines}`;

describe("bad files", () => {
  test.each([
    ["an empty file", "", "jobs.yaml:1:1", /expected a mapping/],
    ["a list", "- a\n", "jobs.yaml:1:1", /expected a mapping.*got a list/],
    ["a tab", "app: x\njobs:\n\ta: {}\n", "jobs.yaml:3:1", /tab/],
    [
      "a duplicate key",
      job("    schedule: every hour\n    schedule: every day\n    handler: jobs/a.ts\n"),
      "jobs.yaml:5:5",
      /"schedule".*line 4/,
    ],
    [
      "a misspelt key",
      job("    schedul: every hour\n    handler: jobs/a.ts\n"),
      "jobs.yaml:4:5",
      /did you mean schedule/,
    ],
    [
      "an unknown zone",
      `timezone: Europe/Berln\n${job("    schedule: every hour\n    handler: jobs/a.ts\n")}`,
      "jobs.yaml:1:11",
      /Europe\/Berlin/,
    ],
    [
      "a cron of four fields",
      job('    schedule: "0 6 * *"\n    handler: jobs/a.ts\n'),
      "jobs.yaml:4:16",
      /five fields/,
    ],
    [
      "a cron of seven fields",
      job('    schedule: "cron(0 0 6 * * ? 2027)"\n    handler: jobs/a.ts\n'),
      "jobs.yaml:4:",
      /six fields/,
    ],
    [
      "a handler outside",
      job("    schedule: every hour\n    handler: ../a.ts\n"),
      "jobs.yaml:5:14",
      /outside the project/,
    ],
    [
      "a missing handler",
      job("    schedule: every hour\n    handler: jobs/b.ts\n"),
      "jobs.yaml:5:14",
      /no file "jobs\/b.ts"/,
    ],
  ])("does not get past %s", async (_name, text, place, message) => {
    const made = project({ "jobs.yaml": text, "jobs/a.ts": HELLO });
    const answer = await made.lamp("sync");
    expect(answer.code).toBe(5);
    expect(answer.err).toContain(place);
    expect(answer.err).toMatch(message);
    expect(existsSync(join(made.folder, ".lamp"))).toBe(false);
  });

  test("does not report one problem and keep the others for later, in JSON either", async () => {
    const made = project({ "jobs.yaml": job('    schedule: "0 6 * *"\n    handler: jobs/none.ts\n    memry: 1\n') });
    const answer = await made.lamp("validate", "--json");
    expect(answer.code).toBe(5);
    const document = JSON.parse(answer.out);
    expect(document).toMatchObject({ format: 1, ok: false });
    expect(document.problems.map(({ line }: { line: number }) => line)).toEqual([4, 5, 6]);
    for (const problem of document.problems) {
      expect(Object.keys(problem).sort()).toEqual(["code", "column", "file", "line", "message", "path", "severity"]);
    }
  });

  test("does not let a handler that does not compile stop the other jobs", async () => {
    const made = project({
      "jobs.yaml":
        "app: x\njobs:\n  good: {schedule: every hour, handler: jobs/good.ts}\n  bad: {schedule: every hour, handler: jobs/bad.ts}\n",
      "jobs/good.ts": HELLO,
      "jobs/bad.ts": "export default {;\n",
    });
    const answer = await made.lamp("sync");
    expect(answer.code).toBe(4);
    expect(answer.err).toMatch(/jobs\/bad\.ts:1:\d+ error .*job bad/);
    const list = JSON.parse((await made.lamp("plan", "--json")).out);
    expect(list.actions).toEqual([]);
  });
});
