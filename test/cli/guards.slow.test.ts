// What an environment's file guards: no other account, no other region, and nothing protected is deleted without its name.
import { expect, test } from "vitest";
import { startEngine } from "../../src/engine/engine.ts";
import { HELLO, project } from "./lamp.ts";

const jobs = (...names: string[]) =>
  `app: acme\njobs:\n${names.map((name) => `  ${name}: {schedule: every hour, handler: jobs/hello.ts}\n`).join("")}`;

async function guarded() {
  const engine = await startEngine({ directory: ":memory:", fire: false });
  const made = project({ "jobs.yaml": jobs("a", "b"), "jobs/hello.ts": HELLO });
  const environment = (more: string) =>
    made.write("config/prod.yaml", `region: us-east-1\nendpoint: ${engine.endpoint}\n${more}`);
  environment("");
  const lamp = async (...words: string[]) => {
    const { code, out, err } = await made.lamp(...words, "--env", "prod");
    return { code, said: out + err };
  };
  expect((await lamp("sync")).code).toBe(0);
  return { engine, environment, lamp, write: made.write };
}

const ACTS: readonly (readonly string[])[] = [
  ["plan"],
  ["sync"],
  ["verify"],
  ["run", "a"],
  ["pause", "a", "--reason", "x"],
  ["resume", "a"],
  ["backfill", "a", "--from", "1d"],
  ["cancel", "a.20270301T060000Z", "--reason", "x"],
  ["dlq", "redrive"],
  ["dlq", "purge", "--yes"],
  ["rollback", "a"],
  ["destroy", "--yes"],
];

test("no command acts in another account or region than the environment's", { timeout: 120_000 }, async () => {
  const { engine, environment, lamp, write } = await guarded();
  environment('account: "111111111111"\n');
  for (const words of ACTS) {
    const { code, said } = await lamp(...words);
    expect([words, said]).toEqual([
      words,
      expect.stringContaining("is for account 111111111111; these credentials are of account 000000000000"),
    ]);
    expect(code).not.toBe(0);
  }
  environment('account: "000000000000"\n');
  expect((await lamp("plan", "--exit-code")).code).toBe(0);
  write("config/prod.yaml", `region: eu-central-1\nendpoint: ${engine.endpoint}\n`);
  const { code, said } = await lamp("sync");
  expect([code, said]).toEqual([
    1,
    expect.stringContaining("is in region us-east-1, environment prod says eu-central-1"),
  ]);
  await engine.close();
});

test("what is protected is not deleted by a word that scripts can say, and what moves need not be asked for", {
  timeout: 60_000,
}, async () => {
  const { engine, environment, lamp, write } = await guarded();
  environment("protect: true\n");
  write("jobs.yaml", jobs("a"));
  for (const words of [
    ["sync", "--prune", "--yes", "--allow-many-deletes"],
    ["destroy", "--yes"],
  ]) {
    const { code, said } = await lamp(...words);
    expect([words, code, said]).toEqual([
      words,
      1,
      expect.stringContaining("which is protected: run it on a terminal and type the environment's name"),
    ]);
  }
  expect((await lamp("plan", "--json")).said).toMatch(/"name": "b"/);
  expect((await lamp("sync")).code).toBe(0);
  write("jobs.yaml", jobs("a").replace("a: {", "c: {was: a, "));
  expect((await lamp("sync")).code).toBe(0);
  await engine.close();
});
