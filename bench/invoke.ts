// Invocations (P8): warm, several at once and cold, against aws-lambda-ric, serverless-offline, lambda-local, a bare child
// process and a server without functions in one run: `node bench/invoke.ts [--json]`. The engine is asked over HTTP, with logs and time limit; beside it
// aws-lambda-ric, lambda-local and the bare child are spared the way through a server.
import { bareRival, localRival } from "./invoking/in-process.ts";
import { emptyRival, engineRival, offlineRival } from "./invoking/over-http.ts";
import type { Rival } from "./invoking/rival.ts";
import { runtimeClientRival } from "./invoking/runtime-client.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, percentile, spreadOf } from "./measure/median.ts";
import { awsPeer, runtimeClientPeer, scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";

const ROUNDS = 7;
const CALLS = 300;
const AT_ONCE = 16;
const RIC = "aws-lambda-ric (no server)";
const OFFLINE = "serverless-offline";
const BARE = "bare child process";
const EMPTY = "empty server";
/** A scheduled function starts after a rest, in which the engine prepares a process. Everyone gets the same rest. */
const REST_MS = 2_000;

type Rivals = ReadonlyMap<string, Rival>;

function row(
  name: string,
  unit: string,
  figures: Record<string, number[]>,
  goal?: { readonly text: string; readonly holds: (ratio: (peer: string) => number) => boolean },
): BenchRow {
  const { ours = [], ...others } = figures;
  const ratio = (peer: string) => median(ours.map((figure, round) => figure / (others[peer]?.[round] ?? Number.NaN)));
  const peers = Object.fromEntries(Object.entries(others).map(([peer, all]) => [peer, median(all)]));
  const told = goal && {
    goal: `${goal.text} (it is ${Object.keys(peers)
      .map((peer) => `${ratio(peer).toFixed(2)} of ${peer}`)
      .join(", ")})`,
    met: goal.holds(ratio),
  };
  return { name, unit, figure: median(ours), spread: spreadOf(ours), peers, ...told };
}

const each = <T>(rivals: Rivals, able: (rival: Rival) => boolean, measure: (rival: Rival) => Promise<T>) =>
  Object.fromEntries(
    [...rivals].filter(([, rival]) => able(rival)).map(([name, rival]) => [name, () => measure(rival)]),
  );

async function latencies(rival: Rival): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const begun = performance.now();
    await rival.warm();
    times.push(performance.now() - begun);
  }
  return times;
}

async function warmRows(rivals: Rivals): Promise<BenchRow[]> {
  const measured = each(rivals, () => true, latencies);
  await inTurn(2, measured);
  const times = await inTurn(ROUNDS, measured);
  const at = (share: number) =>
    Object.fromEntries(Object.entries(times).map(([name, all]) => [name, all.map((one) => percentile(one, share))]));
  return [
    row("warm invocation, p50", "ms", at(0.5), {
      text: `≤ ${RIC}`,
      holds: (ratio) => ratio(RIC) <= 1,
    }),
    row("warm invocation, p99", "ms", at(0.99)),
  ];
}

async function perSecond(rival: Rival): Promise<number> {
  const times = 3 * CALLS;
  let left = times;
  const begun = performance.now();
  const worker = async () => {
    while (left-- > 0) await rival.warm();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (times / (performance.now() - begun)) * 1_000;
}

async function concurrentRow(rivals: Rivals): Promise<BenchRow> {
  const measured = each(rivals, ({ concurrent }) => concurrent, perSecond);
  await inTurn(1, measured);
  return row(`invocations, ${AT_ONCE} at once`, "per second", await inTurn(ROUNDS, measured), {
    text: `≥ 3 × ${OFFLINE}`,
    holds: (ratio) => ratio(OFFLINE) >= 3,
  });
}

async function coldTimes(rivals: Rivals, before: (rival: Rival) => Promise<void>): Promise<Record<string, number[]>> {
  const measured = each(
    rivals,
    ({ cold }) => cold !== undefined,
    async (rival) => {
      await before(rival);
      const begun = performance.now();
      await rival.cold?.();
      return performance.now() - begun;
    },
  );
  return inTurn(ROUNDS, measured);
}

async function coldRows(rivals: Rivals): Promise<BenchRow[]> {
  const rested = await coldTimes(rivals, () => new Promise((resolve) => setTimeout(resolve, REST_MS)));
  const hurried = await coldTimes(rivals, async (rival) => rival.cold?.());
  return [
    row("cold invocation, after a rest", "ms", rested, {
      text: `≤ 1.5 × ${BARE}, ≤ 1/3 of ${OFFLINE}`,
      holds: (ratio) => ratio(BARE) <= 1.5 && ratio(OFFLINE) <= 1 / 3,
    }),
    row("cold invocation, right after another", "ms", hurried, {
      text: `≤ 1.5 × ${BARE}`,
      holds: (ratio) => ratio(BARE) <= 1.5,
    }),
  ];
}

const packages = awsPeer("node_modules");
const client = runtimeClientPeer();
const { folder, remove } = scratch();
const rivals = new Map<string, Rival>();
try {
  rivals.set("ours", await engineRival(folder, 3 * ROUNDS));
  if (client) rivals.set(RIC, await runtimeClientRival(folder, client));
  rivals.set(OFFLINE, await offlineRival(folder, packages, 3 * ROUNDS));
  rivals.set(EMPTY, await emptyRival());
  rivals.set("lambda-local (no isolation)", await localRival(folder, packages));
  rivals.set(BARE, await bareRival(folder));
  report([...(await coldRows(rivals)), ...(await warmRows(rivals)), await concurrentRow(rivals)]);
} finally {
  for (const rival of rivals.values()) await rival.close();
  remove();
}
