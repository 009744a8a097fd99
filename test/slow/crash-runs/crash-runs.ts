// Runs under kills: a real `lamp dev` is killed at random, again and again, while its jobs run; in the end the history is held
// against what the handlers noted in a file of their own. `npm run crash-runs -- [--rounds N] [--within MINUTES] [--speed N]`
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Run } from "../../../src/history/run.ts";
import { seededRandom } from "../seeded-random.ts";
import { checkRuns, type Letter, type Life } from "./check-runs.ts";
import { copyBuild } from "./copy-build.ts";
import { DevProcess, lamp, linesOf } from "./dev-process.ts";
import { FastClock } from "./fast-clock.ts";
import { JOBS, makeProject, type Noted } from "./make-project.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    within: { type: "string", default: "600" },
    speed: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
  },
});
const MINUTE_MS = 60_000;
/** Of the clock that goes faster: a life sees one due time, or two, or none. */
const LONGEST_LIFE_MS = 100_000;
/** Past every timeout, retry and lease of these jobs. */
const REST_MS = 16 * MINUTE_MS;

const random = seededRandom(Number(values.seed));
const clock = new FastClock(Number(values.speed));
const scratch = mkdtempSync(join(tmpdir(), "lamp-crash-runs-"));
const [folder, notes] = [join(scratch, "project"), join(scratch, "evidence")];
mkdirSync(folder);
writeFileSync(notes, "");
makeProject(folder, notes, clock.variables());
const place = { folder, command: copyBuild(scratch), clock };
const lives: Life[] = [];
const startedAt = performance.now();

/** A first life in which the file comes into force. */
async function begin(): Promise<void> {
  const dev = new DevProcess(place);
  await dev.synced();
  const fromAt = clock.now();
  await clock.wait(random() * LONGEST_LIFE_MS);
  lives.push({ fromAt, toAt: await dev.kill() });
}

async function round(): Promise<void> {
  const dev = new DevProcess(place);
  // Some are killed before they are there.
  if (random() < 0.1) await clock.wait(random() * 10_000);
  const fromAt = await dev.firing();
  if (fromAt !== undefined) await clock.wait(random() * LONGEST_LIFE_MS);
  const toAt = await dev.kill();
  if (fromAt !== undefined) lives.push({ fromAt, toAt });
}

async function everyRun(): Promise<readonly Run[]> {
  const runs = new Map<string, Run>();
  for (const { name } of JOBS) {
    let cursor: string | null = null;
    do {
      const more: readonly string[] = cursor === null ? [] : ["--cursor", cursor];
      const text = await lamp(place, "history", name, "--json", "--since", "7d", "--limit", "5000", ...more);
      const page = JSON.parse(text) as { readonly runs: readonly Run[]; readonly cursor: string | null };
      for (const run of page.runs) runs.set(run.id ?? run.key, run);
      cursor = page.cursor;
    } while (cursor !== null);
  }
  return [...runs.values()];
}

await begin();
let rounds = 0;
const isTime = () => performance.now() - startedAt < Number(values.within) * MINUTE_MS;
for (; rounds < Number(values.rounds) && isTime(); rounds++) {
  await round();
  if (rounds % 20 === 19) process.stderr.write(`${rounds + 1} kills, ${linesOf<Noted>(notes).length} notes\n`);
}
const last = new DevProcess(place);
const fromAt = await last.firing();
if (fromAt === undefined) throw new Error(`the last engine did not start: ${last.said}`);
const endAt = clock.now();
await clock.wait(REST_MS);
// Before the history, which then knows of everything in it.
const evidence = linesOf<Noted>(notes);
const runs = await everyRun();
const listed = JSON.parse(await lamp(place, "dlq", "list", "--json")) as {
  readonly letters: readonly Letter[];
};
lives.push({ fromAt, toAt: await last.kill() });

const verdict = checkRuns({ lives, evidence, runs, letters: listed.letters, endAt });
const counts = Object.entries(verdict.statuses).map(([status, count]) => `${status} ${count}`);
const upMs = lives.reduce((sum, life) => sum + life.toAt - life.fromAt, 0);
process.stdout.write(
  `${[
    `seed ${values.seed}; kills ${rounds + 1} in ${Math.round((performance.now() - startedAt) / 1_000)} s, time ${values.speed} times as fast`,
    `engine there for ${Math.round(upMs / MINUTE_MS)} min; due times ${verdict.dues}, handlers begun ${verdict.calls}, letters ${listed.letters.length}`,
    `rows: ${counts.join(", ")}`,
    `wrong: ${verdict.wrong.length}`,
    ...verdict.wrong.slice(0, 20).map((text) => `WRONG ${text}`),
  ].join("\n")}\n`,
);
if (verdict.wrong.length > 0) {
  process.stdout.write(`kept: ${scratch}\n`);
  process.exitCode = 1;
} else rmSync(scratch, { recursive: true, force: true });
