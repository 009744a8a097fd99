// With --json every command prints one JSON document, however it ends: L17 of the catalogue.
import { expect, test } from "vitest";
import { isFamily } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands/all.ts";
import { type Answer, type LampProject, project } from "./lamp.ts";
import { oneJob } from "./refused.ts";

const TIMEOUT = { timeout: 300_000 };
/** `dev` runs until it is stopped; the others print for a shell. */
const NO_DOCUMENT = new Set(["dev", "completion", "complete"]);
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  pause: ["hello", "--reason", "a test"],
  cancel: ["hello.20270301T060000Z", "--reason", "a test"],
  backfill: ["hello", "--from", "1d"],
  why: ["hello", "06:00"],
  simulate: ["--from", "2027-03-01", "--to", "2027-03-02"],
};
const ALL: readonly (readonly string[])[] = COMMANDS.flatMap((one) =>
  isFamily(one) ? one.members.map(({ name }) => [one.name, name]) : NO_DOCUMENT.has(one.name) ? [] : [[one.name]],
);

async function documentOf(
  made: LampProject,
  words: readonly string[],
): Promise<Answer & { readonly document: object }> {
  const answer = await made.lamp(...words, "--json");
  try {
    return { ...answer, document: JSON.parse(answer.out) };
  } catch {
    throw new Error(
      `${words.join(" ")} ended with ${answer.code} and printed no JSON document:\n${answer.out}${answer.err}`,
    );
  }
}

const failure = (code: unknown = expect.stringMatching(/^[a-z-]+$/)) => ({
  format: 1,
  ok: false,
  error: { code, message: expect.stringMatching(/./) },
});

test(
  "no command without a project, or with an option that there is not, prints anything but its failure",
  TIMEOUT,
  async () => {
    const nowhere = project({});
    // These two write a project, or look at what there is without one.
    for (const words of ALL.filter(([name]) => name !== "init" && name !== "import")) {
      const given = NEEDED[words[0] ?? ""] ?? [];
      const without = await documentOf(nowhere, [...words, ...given]);
      expect([words, without.code !== 0, without.document]).toEqual([
        words,
        true,
        expect.objectContaining({ format: 1, ok: false }),
      ]);
      const wrong = await documentOf(nowhere, [...words, "--no-such-option"]);
      expect([words, wrong.code, wrong.document]).toEqual([words, 1, expect.objectContaining(failure("usage"))]);
    }
  },
);

test("no command for a job or run that there is not prints anything but that", TIMEOUT, async () => {
  const made = oneJob();
  expect((await made.lamp("sync")).code).toBe(0);
  const unknown = [
    ...["run", "show", "logs", "history", "resume", "rollback", "next"].map((name) => [name, "helo"]),
    ["pause", "helo", "--reason", "a test"],
    ["backfill", "helo", "--from", "1d"],
    ["cancel", "helo.20270301T060000Z", "--reason", "a test"],
    ["dlq", "show", "helo"],
    ["plan", "--env", "nowhere"],
  ];
  for (const words of unknown) {
    const { code, document } = await documentOf(made, words);
    expect([words, code !== 0, document]).toEqual([words, true, expect.objectContaining({ format: 1, ok: false })]);
  }
});

test("no command that does what it is for prints two documents, or none", TIMEOUT, async () => {
  const made = oneJob();
  const good = [
    ["validate"],
    ["plan"],
    ["sync"],
    ["sync"],
    ["verify"],
    ["list"],
    ["next"],
    ["run", "hello"],
    ["run", "hello", "--wait"],
    ["history"],
    ["show", "hello"],
    ["logs", "hello"],
    ["pause", "hello", "--reason", "a test"],
    ["resume", "hello"],
    ["backfill", "hello", "--from", "3h", "--yes"],
    ["dlq", "list"],
    ["dlq", "redrive"],
    ["dlq", "purge", "--yes"],
    ["simulate", "--from", "2027-03-01", "--to", "2027-03-02"],
    ["iam"],
    ["why", "hello", "06:00"],
    ["destroy", "--yes"],
  ];
  for (const words of good) {
    const { code, document } = await documentOf(made, words);
    expect([words, code, document]).toEqual([words, 0, expect.objectContaining({ format: 1 })]);
  }
});
