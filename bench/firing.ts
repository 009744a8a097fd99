// Firing lag and memory against croner, node-cron and cron-schedule in memory, and BullMQ on Redis (P7), in one run:
// `npm run bench -- firing [--sizes 1000,10000,100000] [--rounds N] [--only-together] [--json]`. All of it takes some half
// an hour; `--sizes 10000 --rounds 3 --only-together` a few minutes. croner with 100,000 jobs wants 9 GB of memory.
import { type ChildProcess, spawn } from "node:child_process";
import { freemem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { LagResult, Lags } from "./firing/lag-result.ts";
import { freePort } from "./measure/free-port.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { ended, inOwnProcess } from "./measure/own-process.ts";
import { hasProgram, nodePeer, scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";

const OURS = fileURLToPath(new URL("./firing/ours.ts", import.meta.url));
const IN_MEMORY = ["croner", "node-cron", "cron-schedule"] as const;
/** Seconds a contender needs to register a thousand jobs, on a busy machine; the next due second must lie beyond. */
const LEAD_PER_THOUSAND: Readonly<Record<string, number>> = {
  croner: 1,
  "node-cron": 0.4,
  "cron-schedule": 0.15,
  BullMQ: 0.4,
};
const GRACE = 25;
const MIB_OF_CRONER_AT_100_000 = 9_000;

interface Case {
  readonly count: number;
  /** In which all of them are due. */
  readonly seconds: number;
}

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    rounds: { type: "string", default: "7" },
    "only-together": { type: "boolean", default: false },
    json: { type: "boolean" },
  },
});

/** A registering that took longer than was foreseen is done again with more time ahead. */
async function run(script: string, { count, seconds }: Case, lead: number, more: readonly (string | number)[]) {
  for (let ahead = Math.ceil(lead + 3); ; ahead *= 2) {
    const result = await inOwnProcess<LagResult>(script, [count, seconds, ahead, GRACE, ...more]);
    if (!result.tooLate) return result;
  }
}

function contendersOf(one: Case, redisPort: number | undefined): Record<string, () => Promise<LagResult>> {
  const lead = (name: string) => ((LEAD_PER_THOUSAND[name] ?? 0) * one.count) / 1_000;
  const contenders: Record<string, () => Promise<LagResult>> = {
    "ours, queue": () => run(OURS, one, 0, ["sqs"]),
    "ours, function": () => run(OURS, one, 0, ["lambda"]),
  };
  for (const name of IN_MEMORY) {
    if (name === "croner" && one.count >= 100_000 && freemem() / 2 ** 20 < MIB_OF_CRONER_AT_100_000) {
      process.stderr.write("croner is left out at 100,000 jobs: less than 9 GB of memory are free\n");
    } else contenders[name] = () => run(nodePeer(`${name}.mjs`), one, lead(name), []);
  }
  if (redisPort !== undefined) {
    contenders["BullMQ"] = () => run(nodePeer("bullmq.mjs"), one, lead("BullMQ"), [redisPort]);
  }
  return contenders;
}

/** Without persistence, as it was for the figures that the goals were set by: BullMQ at its quickest. */
async function startRedis(
  folder: string,
): Promise<{ readonly port: number; readonly process: ChildProcess } | undefined> {
  if (!hasProgram("redis-server", "redis-server")) return undefined;
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  return { port, process: spawn("redis-server", args, { stdio: "ignore" }) };
}

type Results = Readonly<Record<string, readonly LagResult[]>>;
type Figure = (result: LagResult) => number;

function rowOf(name: string, unit: string, ours: readonly number[], peers: Readonly<Record<string, number>>): BenchRow {
  return { name, unit, figure: median(ours), spread: spreadOf(ours), peers };
}

function medians(results: Results, names: readonly string[], figure: Figure): Record<string, number> {
  const known = names.filter((name) => (results[name] ?? []).length > 0);
  return Object.fromEntries(known.map((name) => [name, median((results[name] ?? []).map(figure))]));
}

/** On a machine that is busy with other things the ratio to a peer says more than the time. */
function judged(row: BenchRow, atMost: number, peer: string, ratio: number): BenchRow {
  const other = row.peers[peer];
  const goal = `≤ ${atMost} ms, or on a busy machine ≤ 1/${ratio} of ${peer}`;
  return { ...row, goal, met: row.figure <= atMost || (other !== undefined && row.figure <= other / ratio) };
}

const OURS_NAMES = ["ours, queue", "ours, function"] as const;
const PERCENTILES = ["p50", "p99", "max"] as const;

function decidingRows(title: string, { count, seconds }: Case, results: Results): BenchRow[] {
  const ours = OURS_NAMES.flatMap((name) => results[name] ?? []);
  return PERCENTILES.map((which) => {
    const lags = ours.map(({ deciding }) => deciding?.[which] ?? Number.NaN);
    const row = rowOf(
      `${title}: decided, ${which}`,
      "ms",
      lags,
      medians(results, IN_MEMORY, (result) => result[which]),
    );
    if (which !== "p99" || seconds > 1) return row;
    if (count === 10_000) return judged(row, 30, "croner", 40);
    return count === 100_000 ? judged(row, 60, "cron-schedule", 6) : row;
  });
}

function durableRows(title: string, { count, seconds }: Case, results: Results): BenchRow[] {
  return OURS_NAMES.flatMap((name) =>
    PERCENTILES.map((which) => {
      const lags = (results[name] ?? []).map((result: Lags) => result[which]);
      const peers = medians(results, ["BullMQ"], (result) => result[which]);
      const target = name === "ours, queue" ? "in an SQS queue" : "in a function's queue";
      const row = rowOf(`${title}: on record and ${target}, ${which}`, "ms", lags, peers);
      return which === "p99" && count === 10_000 && seconds === 1 ? judged(row, 150, "BullMQ", 7) : row;
    }),
  );
}

function otherRows(title: string, results: Results): BenchRow[] {
  const ours = OURS_NAMES.flatMap((name) => results[name] ?? []);
  const everybody = [...IN_MEMORY, "BullMQ"];
  const rss = ours.map(({ rssMiB }) => rssMiB);
  const cpu = ours.map(({ cpuMs }) => cpuMs);
  const lost = ours.reduce((sum, result) => sum + result.lost, 0);
  return [
    rowOf(
      `${title}: memory of the process`,
      "MiB",
      rss,
      medians(results, everybody, (result) => result.rssMiB),
    ),
    rowOf(
      `${title}: processor time`,
      "ms",
      cpu,
      medians(results, everybody, (result) => result.cpuMs),
    ),
    {
      ...{ name: `${title}: lost`, unit: "firings", figure: lost, goal: "0", met: lost === 0 },
      peers: medians(results, everybody, (result) => Math.max(0, result.lost)),
    },
  ];
}

async function measure(one: Case, rounds: number, redisPort: number | undefined): Promise<BenchRow[]> {
  const when = one.seconds === 1 ? "in the same second" : `spread over ${one.seconds} s`;
  const title = `${one.count.toLocaleString("en")} due ${when}`;
  process.stderr.write(`${title}, ${rounds} ${rounds === 1 ? "round" : "rounds"} …\n`);
  const results = await inTurn(rounds, contendersOf(one, redisPort));
  return [...decidingRows(title, one, results), ...durableRows(title, one, results), ...otherRows(title, results)];
}

const { folder, remove } = scratch();
const redis = await startRedis(folder);
try {
  const rows: BenchRow[] = [];
  for (const count of values.sizes.split(",").map(Number)) {
    // The largest takes each peer a minute and more.
    const rounds = count >= 100_000 ? Math.min(3, Number(values.rounds)) : Number(values.rounds);
    rows.push(...(await measure({ count, seconds: 1 }, rounds, redis?.port)));
    if (!values["only-together"]) rows.push(...(await measure({ count, seconds: 60 }, 1, redis?.port)));
  }
  report(rows);
} finally {
  if (redis) {
    const gone = ended(redis.process);
    redis.process.kill();
    await gone;
  }
  remove();
}
