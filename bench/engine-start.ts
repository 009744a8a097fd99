// The engine with 100,000 schedules: its start, its memory, and what it costs while nothing is due (P7):
// `npm run bench -- engine-start [--json]`. The peer has no state on disk, so that at each start all is registered again.
import { fileURLToPath } from "node:url";
import type { Held } from "./firing/held.ts";
import type { LagResult } from "./firing/lag-result.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { inOwnProcess } from "./measure/own-process.ts";
import { nodePeer, scratch } from "./measure/peers.ts";
import { report } from "./measure/report.ts";

const COUNT = 100_000;
const ROUNDS = 7;
const IDLE_SECONDS = 10;
const script = (name: string) => fileURLToPath(new URL(`./firing/${name}.ts`, import.meta.url));

const { folder, remove } = scratch();
try {
  await inOwnProcess(script("fill"), [folder, COUNT]);
  const { ours = [], peer = [] } = await inTurn<Held | LagResult>(ROUNDS, {
    ours: () => inOwnProcess<Held>(script("held"), [folder, IDLE_SECONDS]),
    // Only its registering counts here: it is told to give up before anything is due.
    peer: () => inOwnProcess<LagResult>(nodePeer("cron-schedule.mjs"), [COUNT, 1, 30, -30]),
  });
  const held = ours.filter((one) => "startMs" in one);
  const registered = peer.filter((one) => "registerMs" in one);
  const figures = (pick: (one: Held) => number) => ({
    figure: median(held.map(pick)),
    spread: spreadOf(held.map(pick)),
  });
  const [start, cpu, memory, idle] = [
    figures(({ startMs }) => startMs),
    figures(({ startCpuMs }) => startCpuMs),
    figures(({ rssMiB }) => rssMiB),
    figures(({ idleShare }) => idleShare * 100),
  ];
  report([
    {
      ...{ name: "start with 100,000 schedules", unit: "ms", ...start, goal: "≤ 3,000 ms", met: start.figure <= 3_000 },
      peers: { "cron-schedule, registering": median(registered.map(({ registerMs }) => registerMs)) },
    },
    { name: "processor time of that start", unit: "ms", ...cpu, peers: {} },
    {
      ...{ name: "memory with 100,000 schedules held", unit: "MiB", ...memory },
      ...{ goal: "≤ 150 MiB", met: memory.figure <= 150 },
      peers: { "cron-schedule": median(registered.map(({ rssMiB }) => rssMiB)) },
    },
    {
      ...{ name: "processor while nothing is due", unit: "% of a core", ...idle, peers: {} },
      ...{ goal: "≤ 0.5 %", met: idle.figure <= 0.5 },
    },
  ]);
} finally {
  remove();
}
