// How long the command line takes against a bare Node in the same run (P1): --version, next on 100 jobs, list with the engine up.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure/median.ts";

const BIN = fileURLToPath(new URL("../bin/lamp.js", import.meta.url));
const ROUNDS = 11;
const JOBS = 100;

const folder = mkdtempSync(join(tmpdir(), "lamp-bench-"));
const { NODE_EXTRA_CA_CERTS: _, ...variables } = process.env;
const run = (...words: string[]) => {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, env: variables });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
};
function writeProject(): void {
  mkdirSync(join(folder, "jobs"));
  writeFileSync(
    join(folder, "jobs/job.ts"),
    'import { job } from "lamplighter";\nexport default job(async () => 1);\n',
  );
  const jobs = Array.from(
    { length: JOBS },
    (_, index) => `  job-${index}: {schedule: "${index % 60} ${index % 24} * * *", handler: jobs/job.ts}`,
  );
  writeFileSync(join(folder, "jobs.yaml"), `app: bench\njobs:\n${jobs.join("\n")}\n`);
}

function ready(dev: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    dev.stderr?.on("data", (chunk) => {
      if (/synced:|in sync/.test(String(chunk))) resolve();
    });
    dev.on("close", (code) => reject(new Error(`lamp dev ended with ${code}`)));
  });
}

writeProject();
const startedDev = process.hrtime.bigint();
const dev = spawn(process.execPath, [BIN, "dev", "--port", "0"], {
  cwd: folder,
  env: variables,
  stdio: ["ignore", "ignore", "pipe"],
});
await ready(dev);
const devMs = Number(process.hrtime.bigint() - startedDev) / 1e6;

const cases = [
  { name: "lamp --version", words: [BIN, "--version"], goal: 1.15 },
  { name: `lamp next, ${JOBS} jobs`, words: [BIN, "next"], goal: 2 },
  { name: "lamp list, engine up", words: [BIN, "list"], goal: 2.5 },
].map((one) => ({ ...one, times: [] as number[], ratios: [] as number[], bare: [] as number[] }));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of cases) {
      const bare = run("-e", "0");
      const time = run(...one.words);
      one.bare.push(bare);
      one.times.push(time);
      one.ratios.push(time / bare);
    }
  }
} finally {
  dev.removeAllListeners("close");
  dev.kill("SIGINT");
  await new Promise((resolve) => dev.once("close", resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

const figures = cases.map(({ name, goal, times, ratios, bare }) => ({
  name,
  ms: Math.round(median(times)),
  bareNodeMs: Math.round(median(bare)),
  ratio: Number(median(ratios).toFixed(2)),
  goal,
}));
if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify({ figures, devReadyMs: Math.round(devMs) }, null, 2)}\n`);
} else {
  for (const { name, ms, bareNodeMs, ratio, goal } of figures) {
    process.stdout.write(`${name.padEnd(24)} ${ms} ms, bare node ${bareNodeMs} ms, ratio ${ratio} (goal ${goal})\n`);
  }
  process.stdout.write(`lamp dev, first sync of ${JOBS} jobs done after ${Math.round(devMs)} ms\n`);
}
