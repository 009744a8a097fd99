// Data calls through the SDK (P9), durable on disk, against an empty server, dynalite, ministack and DynamoDB Local in one
// run: `node bench/aws-calls.ts [--json]`. All of it runs in a network of its own that has only loopback, where the system
// can make one: DynamoDB Local listens on every address there is.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type CallName, type Operations, operationsOf } from "./calls/operations.ts";
import { DURABLE, installPeers, rivalServers } from "./calls/rival-servers.ts";
import { type CallRates, callRates, type Rival, rowsOf } from "./measure/call-rates.ts";
import { median } from "./measure/median.ts";
import { quietVariables } from "./measure/own-process.ts";
import { scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";
import type { Server } from "./servers/start.ts";

const ROUNDS = 7;
const CALLS = 150;
const NAMES: readonly CallName[] = ["PutItem", "GetItem", "Query", "SendMessage", "ReceiveMessage + DeleteMessage"];
const MEASURED_BY_GOAL: readonly CallName[] = ["PutItem", "Query", "SendMessage"];
const SHARE_OF_EMPTY = 0.7;

interface Measured {
  readonly server: Server;
  readonly operations: Operations;
}

async function rowsFor(all: ReadonlyMap<string, Measured>, name: CallName, atOnce: number): Promise<BenchRow[]> {
  const times = atOnce === 1 ? CALLS : 2 * CALLS;
  const rivals = new Map<string, Rival>();
  for (const [who, { server, operations }] of all) {
    const call = operations.calls[name];
    if (!call) continue;
    rivals.set(who, {
      prepare: () => operations.prepare(name, times),
      cpuTime: () => server.cpuTime(),
      async run() {
        let left = times;
        const worker = async () => {
          while (left-- > 0) await call();
        };
        await Promise.all(Array.from({ length: atOnce }, worker));
      },
    });
  }
  await callRates(1, times, rivals);
  const rates = await callRates(ROUNDS, times, rivals);
  const [row, cpu] = rowsOf(`${name}, ${atOnce === 1 ? "one after the other" : `${atOnce} at once`}`, rates);
  return [MEASURED_BY_GOAL.includes(name) ? { ...row, ...goalOf(rates) } : row, cpu];
}

function goalOf({ perSecond }: CallRates): Pick<BenchRow, "goal" | "met"> {
  const ours = perSecond.get("ours") ?? [];
  const shareOf = (who: string) =>
    median(ours.map((figure, round) => figure / (perSecond.get(who)?.[round] ?? Number.NaN)));
  const share = shareOf("empty server");
  const peers = [...perSecond].filter(([who]) => who !== "ours" && !who.startsWith("empty server"));
  return {
    goal: `≥ ${SHARE_OF_EMPTY * 100} % of the empty server (it is ${Math.round(share * 100)} %, and ${Math.round(shareOf(DURABLE) * 100)} % of the durable one), ahead of each other peer`,
    met: share >= SHARE_OF_EMPTY && peers.every(([, figures]) => median(ours) > median(figures)),
  };
}

async function main(alone: boolean): Promise<void> {
  const { folder, remove } = scratch();
  const servers = await rivalServers(folder, alone);
  const all = new Map<string, Measured>();
  try {
    for (const [name, server] of servers)
      all.set(name, { server, operations: await operationsOf(server.endpoint, server) });
    const rows: BenchRow[] = [];
    for (const name of NAMES) for (const atOnce of [1, 16]) rows.push(...(await rowsFor(all, name, atOnce)));
    report(rows);
  } finally {
    for (const { operations } of all.values()) operations.close();
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
