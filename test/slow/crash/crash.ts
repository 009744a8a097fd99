// The crash loop: a real engine under load is killed again and again, at random instants and at named points; then everything
// is read back and held against what the clients were told. `npm run crash -- [--kills N] [--runs N] [--seed N]`
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CrashPoint } from "../../../src/core/crash-point.ts";
import { seededRandom } from "../seeded-random.ts";
import { check } from "./check.ts";
import { connect } from "./clients.ts";
import { bundleEngine, EngineProcess, type Manner } from "./engine-process.ts";
import { Evidence } from "./evidence.ts";
import { load } from "./load.ts";
import { prepare } from "./prepare.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});
const kills = Number(values.kills);
const random = seededRandom(Number(values.seed));
const scratch = mkdtempSync(join(tmpdir(), "lamp-crash-"));
const [directory, evidencePath, effects] = ["store", "evidence", "effects"].map((name) => join(scratch, name)) as [
  string,
  string,
  string,
];
const evidence = new Evidence(evidencePath);
new Evidence(effects);
const WORKERS = 6;
const RANDOM_LIFE_MS = 1_200;
/** A point that is not reached within this is as good as a random instant. */
const LONGEST_LIFE_MS = 2_500;

const POINTS: readonly CrashPoint[] = [
  ...(["committed", "firing-recorded", "before-target", "after-handover"] as const),
  ...(["mid-file", "file-whole", "sums-written", "pages-written"] as const),
];
const recoveries: number[] = [];
const byPoint = new Map<string, number>();

async function start(dieAt?: Manner["dieAt"]) {
  const engine = new EngineProcess(bundle, directory, { dieAt });
  const answer = await engine.answering();
  if (answer) recoveries.push(answer.afterMs);
  return { engine, answer };
}

/** One life under load, and its end. */
async function oneLife(index: number): Promise<void> {
  const choice = random();
  if (choice < 0.1) return dieYoung();
  const dieAt = choice < 0.55 ? { point: pick(POINTS), count: 1 + Math.floor(random() ** 3 * 40) } : undefined;
  const { engine, answer } = await start(dieAt);
  if (answer) {
    const clients = connect(answer.endpoint);
    const working = load({ clients, evidence, random, prefix: `k${index}`, stopped: () => !engine.alive }, WORKERS);
    await Promise.race([working, sleep(dieAt ? LONGEST_LIFE_MS : random() * RANDOM_LIFE_MS)]);
    note(dieAt && !engine.alive ? dieAt.point : "a random instant");
    await engine.kill();
    await working;
    clients.close();
  } else {
    note(dieAt?.point ?? "start");
    await engine.ended();
  }
}

/** Killed while it starts: before, within or just after recovery. */
async function dieYoung(): Promise<void> {
  const engine = new EngineProcess(bundle, directory);
  await sleep(random() * 350);
  note("start");
  await engine.kill();
}

const note = (end: string) => byPoint.set(end, (byPoint.get(end) ?? 0) + 1);
const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const quantile = (sorted: readonly number[], part: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

mkdirSync(directory, { recursive: true });
const bundle = await bundleEngine(scratch);
const first = await start();
if (!first.answer) throw new Error("the first engine did not start");
const setUp = connect(first.answer.endpoint);
await prepare(setUp, Number(values.runs), effects);
setUp.close();
await first.engine.kill();
recoveries.length = 0;

for (let index = 1; index <= kills; index++) {
  await oneLife(index);
  if (index % 50 === 0) process.stderr.write(`${index} kills, ${evidence.acknowledged} acknowledged changes\n`);
}

const last = await start();
if (!last.answer) throw new Error("the last engine did not start");
const reading = connect(last.answer.endpoint);
// What the last kill cut off is due again; then nothing is left to do but what waits for its minute.
await sleep(5_000);
const found = await check(reading, evidencePath, effects);
reading.close();
await last.engine.kill();

const sorted = recoveries.toSorted((a, b) => a - b);
const slow = sorted.filter((ms) => ms >= 1_000).length;
process.stdout.write(
  `${[
    `seed ${values.seed}; real kills ${kills}: ${[...byPoint].map(([end, times]) => `${times} at ${end}`).join(", ")}`,
    `acknowledged changes ${evidence.acknowledged} to ${found.things} things; lost or wrong ${found.wrong.length}`,
    `firings ${found.firings} and ${found.ticks} ticks, each once; dead letters ${found.letters}; events ${found.events}`,
    `recovery of a store with ${values.runs} runs, spawn to answer, ms: p50 ${quantile(sorted, 0.5)}, p99 ${quantile(sorted, 0.99)}, max ${quantile(sorted, 1)}; over a second ${slow} of ${sorted.length}`,
    ...found.wrong.slice(0, 20).map((each) => `WRONG ${each}`),
  ].join("\n")}\n`,
);
if (found.wrong.length > 0) process.exitCode = 1;
else rmSync(scratch, { recursive: true, force: true });
