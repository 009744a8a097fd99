// Validating jobs.yaml with every problem at its place, 100 to 10,000 jobs (P2): lamp as a whole process, the first time and with the
// file unchanged, against yaml with zod as usually written and against a process that only hashes the file.
// `npm run bench -- validate [--json] [--short]`
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { quietVariables } from "./measure/own-process.ts";
import { nodePeer, scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";

const SHORT = process.argv.includes("--short");
const BIN = fileURLToPath(new URL("../bin/lamp.js", import.meta.url));
const PEAK = fileURLToPath(new URL("measure/peak.mjs", import.meta.url));
const MOST_MB = 300;

interface Measured {
  readonly ms: number;
  readonly peakMb: number;
}

const jobText = (index: number) => `  # Number ${index} of many
  job-${index}:
    description: What job ${index} does every day for its people
    schedule: "${index % 60} ${index % 24} * * 1-5"
    timezone: Europe/Berlin
    handler: jobs/job.ts
    timeout: 5m
    memory: 512
    enabled: true
    input:
      bucket: acme-${index}
      parts: {first: 1, second: [a, b, c]}
    retry: {attempts: 1, maxAge: 1h}
`;

function writeProject(folder: string, jobs: number): string {
  mkdirSync(join(folder, "jobs"), { recursive: true });
  writeFileSync(join(folder, "jobs/job.ts"), "export default async () => 1;\n");
  const file = join(folder, "jobs.yaml");
  const texts = Array.from({ length: jobs }, (_, index) => jobText(index));
  writeFileSync(file, `app: bench\ntimezone: UTC\njobs:\n${texts.join("")}`);
  return file;
}

/** `home` holds what lamp keeps of files that it has read. */
function measured(folder: string, home: string, ...words: string[]): Measured {
  const peak = join(folder, "peak");
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", PEAK, ...words], {
    cwd: folder,
    env: { ...quietVariables(), HOME: home, XDG_CACHE_HOME: "", PEAK_FILE: peak },
    encoding: "utf8",
  });
  const ms = performance.now() - begun;
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return { ms, peakMb: Number(readFileSync(peak, "utf8")) / 1_024 };
}

async function compare(folder: string, jobs: number, rounds: number): Promise<readonly BenchRow[]> {
  const file = writeProject(folder, jobs);
  const peer = nodePeer("yaml-zod.mjs");
  const [fresh, kept] = [join(folder, "fresh"), join(folder, "kept")];
  measured(folder, kept, BIN, "validate");
  const results = await inTurn(rounds, {
    first() {
      rmSync(fresh, { recursive: true, force: true });
      return measured(folder, fresh, BIN, "validate");
    },
    again: () => measured(folder, kept, BIN, "validate"),
    usual: () => measured(folder, kept, peer, file),
    hash: () => measured(folder, kept, peer, file, "--hash"),
  });
  const figures = (who: string, part: keyof Measured) => (results[who] ?? []).map((one) => one[part]);
  const of = (who: string, part: keyof Measured = "ms") => median(figures(who, part));
  const row = (who: string, name: string, peers: BenchRow["peers"]) => ({
    ...{ name: `${name}, ${jobs} jobs`, unit: "ms", figure: of(who), spread: spreadOf(figures(who, "ms")), peers },
  });
  const usual = { "yaml and zod": of("usual"), "only hashing": of("hash") };
  const most = jobs === 10_000;
  return [
    {
      ...row("first", "validate, read anew", usual),
      ...(most ? { goal: "≤ 1/3 of yaml and zod", met: of("first") <= of("usual") / 3 } : {}),
    },
    {
      ...row("again", "validate, the unchanged file", usual),
      ...{ goal: "≤ 2 × only hashing", met: of("again") <= 2 * of("hash") },
    },
    {
      ...{ name: `greatest memory of the first, ${jobs} jobs`, unit: "MB", figure: of("first", "peakMb") },
      peers: { "yaml and zod": of("usual", "peakMb") },
      ...(most ? { goal: `< ${MOST_MB} MB`, met: of("first", "peakMb") < MOST_MB } : {}),
    },
  ];
}

const { folder, remove } = scratch();
try {
  const rows: BenchRow[] = [];
  for (const jobs of [100, 1_000, 10_000]) {
    const rounds = jobs === 10_000 ? 3 : 7;
    rows.push(...(await compare(join(folder, String(jobs)), jobs, SHORT ? Math.floor(rounds / 2) : rounds)));
  }
  report(rows);
} finally {
  remove();
}
