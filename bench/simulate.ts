// How long lamp simulate takes for a year of this repository's jobs (P14), and what one firing costs that goes through the engine.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { quietVariables } from "./measure/own-process.ts";
import { type BenchRow, report } from "./measure/report.ts";

const BIN = fileURLToPath(new URL("../bin/lamp.js", import.meta.url));
const ROUNDS = 7;
const HOURS = 6;
const GOAL_S = 5;

function secondsOf(...words: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [BIN, "simulate", "--from", "2027-01-01", ...words], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: quietVariables(),
    maxBuffer: 64 * 1_048_576,
  });
  if (status !== 0) throw new Error(`lamp simulate ${words.join(" ")} ended with ${status}: ${stderr}`);
  return (performance.now() - started) / 1_000;
}

const times = await inTurn(ROUNDS, {
  year: () => secondsOf("--for", "365d"),
  instant: () => secondsOf("--for", "1s", "--every-run"),
  everyRun: () => secondsOf("--for", `${HOURS}h`, "--every-run"),
});
const { year = [], instant = [], everyRun = [] } = times;
const firings = HOURS * 61;
const rows: BenchRow[] = [
  {
    name: "a year of this repository's jobs: 535,092 firings",
    unit: "s",
    figure: median(year),
    spread: spreadOf(year),
    peers: {},
    goal: `< ${GOAL_S} s`,
    met: median(year) < GOAL_S,
  },
  {
    name: "one firing through scheduler, queue, runtime and ledger (--every-run)",
    unit: "ms",
    figure: ((median(everyRun) - median(instant)) * 1_000) / firings,
    peers: {},
  },
];
report(rows);
