// lamp dlq as a user types it: the promised shape, nothing deleted without a yes, nothing lost by a wrong word.
import { describe, expect, test } from "vitest";
import { printed, project } from "./lamp.ts";

const BRITTLE = `import { existsSync } from "node:fs";
import { job } from "lamplighter";
export default job<{ mark: string }>(async ({ mark }) => {
  if (!existsSync(mark)) throw new RangeError("\\u001b[2Jout of rope");
  return "done";
});
`;

describe("lamp dlq", () => {
  test("does not lose a failed run between the queue, the redrive and the history", async () => {
    const made = project({ "jobs/brittle.ts": BRITTLE });
    made.write(
      "jobs.yaml",
      `app: acme\njobs:\n  brittle: {handler: jobs/brittle.ts, retry: {attempts: 0, maxAge: 1h}, input: {mark: "${made.folder}/mark"}}\n`,
    );
    const dev = made.start("dev", "--port", "0");
    try {
      await printed(dev, "synced");
      const failed = printed(dev, "dead  brittle");
      expect(await made.lamp("run", "brittle")).toMatchObject({ code: 0 });
      await failed;
      const listed = JSON.parse((await made.lamp("dlq", "list", "--json")).out);
      expect(listed).toMatchObject({
        format: 1,
        unreadable: 0,
        letters: [{ queue: "failed", job: "brittle", errorCode: "RangeError", attempts: 1 }],
      });
      const [letter] = listed.letters;
      expect(Object.keys(letter)).toEqual(
        expect.arrayContaining(["id", "due", "errorMessage", "sentAt", "input", "run"]),
      );
      const shown = await made.lamp("dlq", "show", letter.id.slice(0, 8));
      expect(shown).toMatchObject({ code: 0 });
      expect(shown.out).toContain("\\u001b[2Jout of rope");
      expect(await made.lamp("dlq", "purge")).toMatchObject({ code: 1, err: expect.stringContaining("--yes") });
      made.write("mark", "");
      const succeeded = printed(dev, "succeeded  brittle");
      expect(await made.lamp("dlq", "redrive")).toMatchObject({ code: 0, out: expect.stringMatching(/^1 redriven/) });
      await succeeded;
      expect(JSON.parse((await made.lamp("dlq", "list", "--json")).out).letters).toEqual([]);
      const { runs } = JSON.parse((await made.lamp("history", "--json")).out);
      expect(runs).toMatchObject([{ id: letter.run, status: "succeeded", trigger: "redrive", by: "tester" }]);
    } finally {
      dev.kill("SIGINT");
      await new Promise((resolve) => dev.once("close", resolve));
    }
  });

  test.each([
    [["dlq"], "needs one of: list, show, redrive, purge"],
    [["dlq", "lst"], "Did you mean list?"],
    [["dlq", "list", "--queue", "fialed"], 'did you mean "failed"'],
    [["dlq", "show", "../x"], "no dead letter's id"],
    [["dlq", "redrive", "--limit", "-1"], "--limit"],
  ])("does not guess what %j means", async (words, said) => {
    const made = project({ "jobs.yaml": "app: acme\njobs: {}\n" });
    expect(await made.lamp(...words)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(said) });
  });
});
