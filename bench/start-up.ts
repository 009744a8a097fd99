// What the command line takes against a bare Node in the same run (P1): --version, next on 100 jobs, list with the engine up.
// Time by the clock and time of the processor: the second is what a busy machine tells most truly.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure/median.ts";

const BIN = fileURLToPath(new URL("../bin/lamp.js", import.meta.url));
const ROUNDS = 11;
const JOBS = 100;

const folder = mkdtempSync(join(tmpdir(), "lamp-bench-"));
const { NODE_EXTRA_CA_CERTS: _, ...variables } = process.env;
/** Its own cache of models: the first command fills it, as a person's first one does. */
const env = { ...variables, XDG_CACHE_HOME: join(folder, "cache") };
const run = (...words: string[]) => {
  const started = process.hrtime.bigint();
  const cpuBefore = cpuOfChildren();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, env });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return { ms: Number(process.hrtime.bigint() - started) / 1e6, cpuMs: cpuOfChildren() - cpuBefore };
};

/** Of those that ended. Counted in hundredths of a second: only the sum of many means something. */
function cpuOfChildren(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

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
  env,
  stdio: ["ignore", "ignore", "pipe"],
});
await ready(dev);
const devMs = Number(process.hrtime.bigint() - startedDev) / 1e6;

const cases = [
  { name: "lamp --version", words: [BIN, "--version"], goal: 1.15 },
  { name: `lamp next, ${JOBS} jobs`, words: [BIN, "next"], goal: 2 },
  { name: "lamp list, engine up", words: [BIN, "list"], goal: 2.5 },
].map((one) => ({ ...one, times: [] as number[], ratios: [] as number[], bare: [] as number[], cpu: 0, bareCpu: 0 }));
try {
  for (const { words } of cases) run(...words);
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of cases) {
      const bare = run("-e", "0");
      const time = run(...one.words);
      one.bare.push(bare.ms);
      one.times.push(time.ms);
      one.ratios.push(time.ms / bare.ms);
      one.cpu += time.cpuMs;
      one.bareCpu += bare.cpuMs;
    }
  }
} finally {
  dev.removeAllListeners("close");
  dev.kill("SIGINT");
  await new Promise((resolve) => dev.once("close", resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

const figures = cases.map(({ name, goal, times, ratios, bare, cpu, bareCpu }) => ({
  name,
  ms: Math.round(median(times)),
  bareNodeMs: Math.round(median(bare)),
  ratio: Number(median(ratios).toFixed(2)),
  cpuRatio: Number((cpu / bareCpu).toFixed(2)),
  goal,
}));
if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify({ figures, devReadyMs: Math.round(devMs) }, null, 2)}\n`);
} else {
  for (const { name, ms, bareNodeMs, ratio, cpuRatio, goal } of figures) {
    const told = `${ms} ms, bare node ${bareNodeMs} ms, ratio ${ratio}, of processor time ${cpuRatio} (goal ${goal})`;
    process.stdout.write(`${name.padEnd(24)} ${told}\n`);
  }
  process.stdout.write(`lamp dev, first sync of ${JOBS} jobs done after ${Math.round(devMs)} ms\n`);
}
