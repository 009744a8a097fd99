// A plan in which nothing changed and a first sync, 100 and 1,000 jobs, 20 ms away (P3, P4, P5): lamp as a whole process beside the calls
// that Terraform, ebschedule and ecschedule make for as many, and, while it makes schedules, beside what the SDK alone can send.
// `npm run bench -- sync-peers [--json] [--short]`
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";
import { startOwn } from "./servers/start.ts";
import { makePeerRole, type Peer, peersAt, sdkAlone } from "./syncing/peer-calls.ts";
import { writeProject } from "./syncing/project.ts";

const SHORT = process.argv.includes("--short");
const AWAY_MS = 20;

interface Measured {
  readonly ms: number;
  readonly calls: number;
  /** From the first schedule that was made to the last. */
  readonly creatingMs: number;
}

type Act = "plan" | "firstSync";
const SDK = "the SDK alone";
const TITLES: Readonly<Record<Act, string>> = { plan: "plan of nothing", firstSync: "first sync" };

/** Rounds of both acts by rival: each first sync is of a new environment, which the plan of the same round then reads. */
async function rounds(jobs: number, count: number, folder: string): Promise<Record<string, Record<Act, Measured>[]>> {
  const server = await startOwn(new URL("servers/far-engine.ts", import.meta.url).pathname, [String(AWAY_MS)]);
  const { near, far } = JSON.parse(server.endpoint) as { near: string; far: string };
  try {
    await makePeerRole(near);
    mkdirSync(folder);
    const ours = lampAsPeer(folder, jobs, far);
    const able = Object.entries({ lamp: ours, ...peersAt(far) }).filter(([, peer]) => canHave(peer, jobs));
    const alone = { plan: async () => {}, firstSync: (name: string) => sdkAlone(far).firstSync(name, jobs) };
    const rivals = [...able, [SDK, alone] as const].map(([name, peer]) => {
      let round = 0;
      return [name, () => both(peer, `${name.toLowerCase().replaceAll(" ", "-")}-${round++}`, jobs, far)] as const;
    });
    return await inTurn(count, Object.fromEntries(rivals));
  } finally {
    await server.stop();
  }
}

const canHave = ({ most = Number.POSITIVE_INFINITY, slow = false }: Peer, jobs: number): boolean =>
  jobs <= most && !(SHORT && slow && jobs > 100);

function lampAsPeer(folder: string, jobs: number, far: string): Peer {
  const project = writeProject(folder, jobs);
  return {
    async plan(environment) {
      await project.lamp(environment, "plan", "--exit-code");
    },
    async firstSync(environment) {
      project.addEnvironment(environment, far);
      await project.lamp(environment, "sync");
    },
  };
}

async function both(peer: Peer, name: string, jobs: number, far: string): Promise<Record<Act, Measured>> {
  const firstSync = await measured(far, () => peer.firstSync(name, jobs));
  const plan = await measured(far, () => peer.plan(name, jobs));
  await peer.clear?.(name, jobs);
  return { firstSync, plan };
}

async function measured(far: string, act: () => Promise<void>): Promise<Measured> {
  const since = async () => (await (await fetch(`${far}/-/calls`)).json()) as Omit<Measured, "ms">;
  await since();
  const begun = performance.now();
  await act();
  return { ms: performance.now() - begun, ...(await since()) };
}

async function compare(jobs: number, count: number, folder: string): Promise<BenchRow[]> {
  const results = await rounds(jobs, count, folder);
  const figures = (who: string, act: Act, part: keyof Measured) => (results[who] ?? []).map((one) => one[act][part]);
  const others = Object.keys(results).filter((who) => who !== "lamp" && who !== SDK);
  const row = (act: Act, part: keyof Measured, goal: Pick<BenchRow, "goal" | "met">): BenchRow => ({
    name: `${TITLES[act]}, ${jobs} jobs, ${AWAY_MS} ms away${part === "calls" ? ": calls" : ""}`,
    unit: part === "ms" ? "ms" : "calls",
    figure: median(figures("lamp", act, part)),
    spread: spreadOf(figures("lamp", act, part)),
    peers: Object.fromEntries(others.map((who) => [`${who}'s calls`, median(figures(who, act, part))])),
    ...goal,
  });
  const rates = (who: string) => figures(who, "firstSync", "creatingMs").map((ms) => (jobs / ms) * 1_000);
  const [rate, most] = [median(rates("lamp")), median(rates(SDK))];
  const planCalls = median(figures("lamp", "plan", "calls"));
  return [
    row("plan", "ms", {}),
    row("plan", "calls", jobs === 100 ? { goal: "≤ 8", met: planCalls <= 8 } : {}),
    row("firstSync", "ms", {}),
    row("firstSync", "calls", {}),
    {
      name: `schedules made, first sync of ${jobs} jobs`,
      unit: "per second",
      figure: rate,
      spread: spreadOf(rates("lamp")),
      peers: { [SDK]: most },
      ...(jobs >= 1_000 ? { goal: "≥ 90 % of it", met: rate >= most * 0.9 } : {}),
    },
  ];
}

const { folder, remove } = scratch();
try {
  const hundred = await compare(100, SHORT ? 3 : 7, join(folder, "hundred"));
  report([...hundred, ...(await compare(1_000, SHORT ? 1 : 3, join(folder, "thousand")))]);
} finally {
  remove();
}
