// Data calls through the SDK (P9), durable on disk, against an empty server, dynalite, ministack and DynamoDB Local in one
// run: `node bench/aws-calls.ts [--json]`. All of it runs in a network of its own that has only loopback, where the system
// can make one: DynamoDB Local listens on every address there is.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type CallName, type Operations, operationsOf } from "./calls/operations.ts";
import { installPeers, rivalServers } from "./calls/rival-servers.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { quietVariables } from "./measure/own-process.ts";
import { scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";

const ROUNDS = 7;
const CALLS = 150;
const NAMES: readonly CallName[] = ["PutItem", "GetItem", "Query", "SendMessage", "ReceiveMessage + DeleteMessage"];
const MEASURED_BY_GOAL: readonly CallName[] = ["PutItem", "Query", "SendMessage"];
const SHARE_OF_EMPTY = 0.7;

async function perSecond(operations: Operations, name: CallName, atOnce: number): Promise<number> {
  const call = operations.calls[name];
  if (!call) return Number.NaN;
  const times = atOnce === 1 ? CALLS : 2 * CALLS;
  await operations.prepare(name, times);
  let left = times;
  const begun = performance.now();
  const worker = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (times / (performance.now() - begun)) * 1_000;
}

async function rowOf(all: ReadonlyMap<string, Operations>, name: CallName, atOnce: number): Promise<BenchRow> {
  const able = [...all].filter(([, operations]) => operations.calls[name]);
  const rivals = Object.fromEntries(able.map(([who, each]) => [who, () => perSecond(each, name, atOnce)]));
  await inTurn(1, rivals);
  const { ours = [], ...others } = await inTurn(ROUNDS, rivals);
  const peers = Object.fromEntries(Object.entries(others).map(([who, figures]) => [who, median(figures)]));
  const share = median(ours.map((figure, round) => figure / (others["empty server"]?.[round] ?? Number.NaN)));
  const ahead = Object.entries(peers).every(([who, figure]) => who === "empty server" || median(ours) > figure);
  return {
    name: `${name}, ${atOnce === 1 ? "one after the other" : `${atOnce} at once`}`,
    unit: "per second",
    figure: median(ours),
    spread: spreadOf(ours),
    peers,
    ...(MEASURED_BY_GOAL.includes(name) && {
      goal: `≥ ${SHARE_OF_EMPTY * 100} % of the empty server (it is ${Math.round(share * 100)} %), ahead of each other peer`,
      met: share >= SHARE_OF_EMPTY && ahead,
    }),
  };
}

async function main(alone: boolean): Promise<void> {
  const { folder, remove } = scratch();
  const servers = await rivalServers(folder, alone);
  const all = new Map<string, Operations>();
  try {
    for (const [name, { endpoint, sqs }] of servers) all.set(name, await operationsOf(endpoint, { sqs }));
    const rows: BenchRow[] = [];
    for (const name of NAMES) for (const atOnce of [1, 16]) rows.push(await rowOf(all, name, atOnce));
    report(rows);
  } finally {
    for (const operations of all.values()) operations.close();
    for (const { stop } of servers.values()) await stop();
    remove();
  }
}

const INSIDE = "LAMP_BENCH_LOOPBACK_ONLY";
const canBeAlone = spawnSync("unshare", ["--net", "--map-root-user", "ip", "link", "set", "lo", "up"]).status === 0;
if (process.env[INSIDE] || !canBeAlone) {
  await main(process.env[INSIDE] !== undefined);
} else {
  // What has to be installed comes over the network that the inner run does not have.
  installPeers();
  const script = 'ip link set lo up && exec "$@"';
  const own = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const { status } = spawnSync("unshare", ["--net", "--map-root-user", "sh", "-c", script, "sh", ...own], {
    stdio: "inherit",
    env: { ...quietVariables(), [INSIDE]: "1" },
  });
  process.exitCode = status ?? 1;
}
