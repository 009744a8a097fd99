// Whatever goes wrong on the way while a project is synced, no job is without its old or its new schedule, a passing fault is
// not seen, and one more sync after a kill puts everything right. `npm run sync-faults -- --schedules N [--seed S] [--replay …]`;
// `--pairs` tries every fault on every call of two tiny projects, and after it every fault on every later call.
import { parseArgs } from "node:util";
import { seededRandom } from "../seeded-random.ts";
import { type InForce, inForce, lost } from "./check-jobs.ts";
import { FAULTS, type Fault, type Faults, FaultyDoor } from "./faulty-door.ts";
import { type Scenario, SMALL_SCENARIOS, TINY_SCENARIOS, TWENTY } from "./projects.ts";
import { openWorld, type World } from "./world.ts";

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "500" },
    within: { type: "string", default: "36000" },
    seed: { type: "string", default: "1" },
    pairs: { type: "boolean", default: false },
    replay: { type: "string" },
  },
});
const NONE: Faults = new Map();
const LEASE_MS = 61_000;
const RUNS = 6;

interface Known {
  readonly scenario: Scenario;
  readonly before: InForce;
  readonly after: InForce;
  readonly calls: number;
}

async function start(scenario: Scenario): Promise<World> {
  const world = openWorld();
  if (!scenario.from) return world;
  const end = await world.sync(scenario.from, new FaultyDoor(world.engine, NONE).enter("before").send);
  if (end.kind !== "done") throw new Error(`${scenario.name}: ${JSON.stringify(end)}`);
  return world;
}

/** What a sync without faults does. */
async function learn(scenario: Scenario): Promise<Known> {
  const world = await start(scenario);
  const before = await inForce(world.engine);
  const door = new FaultyDoor(world.engine, NONE);
  const end = await world.sync(scenario.to, door.enter("sync").send);
  if (end.kind !== "done") throw new Error(`${scenario.name}: ${JSON.stringify(end)}`);
  const after = await inForce(world.engine);
  await world.close();
  return { scenario, before, after, calls: door.calls };
}

interface Tried {
  /** That should not have gone wrong; undefined when nothing did. */
  readonly wrong: string | undefined;
  /** Until the first sync that was through. */
  readonly calls: number;
}

async function tryOut(known: Known, faults: Faults): Promise<Tried> {
  const world = await start(known.scenario);
  try {
    let loss: string | undefined;
    const door = new FaultyDoor(world.engine, faults, async ({ service, operation }) => {
      if (service === "dynamodb" || loss !== undefined) return;
      const found = lost(await inForce(world.engine), known.before, known.after);
      if (found !== undefined) loss = `after ${service} ${operation}: ${found}`;
    });
    const failure = await untilThrough(known, world, door, () => loss);
    return { wrong: failure ?? (await whatIsLeft(known, world)), calls: door.calls };
  } finally {
    await world.close();
  }
}

async function untilThrough({ scenario }: Known, world: World, door: FaultyDoor, loss: () => string | undefined) {
  for (let run = 1; run <= RUNS; run++) {
    const { send, died } = door.enter(`run ${run}`);
    const end = await Promise.race([world.sync(scenario.to, send), died]);
    if (loss() !== undefined) return loss();
    if (end === "died") await world.clock.advanceTo(world.clock.now() + LEASE_MS);
    else return end.kind === "done" ? undefined : `run ${run} ended ${JSON.stringify(end)}`;
  }
  return undefined;
}

async function whatIsLeft({ scenario, after }: Known, world: World): Promise<string | undefined> {
  const again = await world.sync(scenario.to, new FaultyDoor(world.engine, NONE).enter("again").send);
  if (again.kind !== "done" || again.actions > 0) return `another sync still had to do: ${JSON.stringify(again)}`;
  const wrong = lost(await inForce(world.engine), after, after);
  return wrong === undefined ? undefined : `in the end ${wrong}`;
}

/** All singles of the small ones, in the seed's order; then pairs of theirs, and up to six faults on twenty jobs after every four. */
function* schedulesOf(
  small: readonly Known[],
  large: readonly Known[],
  random: () => number,
): Generator<[Known, Faults]> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const at = (calls: number) => 1 + Math.floor(random() * calls);
  const singles = small.flatMap((known) =>
    Array.from({ length: known.calls }, (_, call) =>
      FAULTS.map((fault) => [random(), known, call + 1, fault] as const),
    ).flat(),
  );
  for (const [, known, call, fault] of singles.sort(([a], [b]) => a - b)) yield [known, new Map([[call, fault]])];
  for (;;) {
    for (let each = 0; each < 4; each++) {
      const known = pick(small);
      yield [known, new Map([at(known.calls), at(known.calls + 8)].map((call) => [call, pick(FAULTS)]))];
    }
    const known = pick(large);
    const count = 1 + Math.floor(random() * 6);
    yield [known, new Map(Array.from({ length: count }, () => [at(known.calls), pick(FAULTS)]))];
  }
}

/** Each single, and each with every fault on every call that then comes after it. `callsOf` says how many there were. */
function* pairsOf(all: readonly Known[], callsOf: () => number): Generator<[Known, Faults]> {
  for (const known of all) {
    for (const [call, first] of upTo(1, known.calls)) {
      yield [known, new Map([[call, first]])];
      for (const [later, second] of upTo(call + 1, callsOf())) {
        yield [
          known,
          new Map([
            [call, first],
            [later, second],
          ]),
        ];
      }
    }
  }
}

function* upTo(from: number, to: number): Generator<[number, Fault]> {
  for (let call = from; call <= to; call++) for (const fault of FAULTS) yield [call, fault];
}

const textOf = (known: Known, faults: Faults) =>
  `${known.scenario.name}: ${[...faults].map(([call, fault]) => `${call}=${fault}`).join(", ")}`;

function replayed(text: string, all: readonly Known[]): [Known, Faults] {
  const [name = "", rest = ""] = text.split(": ");
  const known = all.find(({ scenario }) => scenario.name === name);
  if (!known) throw new Error(`no scenario ${name}`);
  const faults = rest.split(", ").map((one) => one.split("=") as [string, Fault]);
  return [known, new Map(faults.map(([call, fault]) => [Number(call), fault]))];
}

const small = await Promise.all(SMALL_SCENARIOS.map(learn));
const large = await Promise.all(TWENTY.map(learn));
const tiny = await Promise.all(TINY_SCENARIOS.map(learn));
const startedAt = process.uptime();
let calls = 0;
function chosen(): Iterable<[Known, Faults]> {
  if (values.replay !== undefined) return [replayed(values.replay, [...small, ...large, ...tiny])];
  return values.pairs ? pairsOf(tiny, () => calls) : schedulesOf(small, large, seededRandom(Number(values.seed)));
}
const wanted = values.pairs ? Number.POSITIVE_INFINITY : Number(values.schedules);
let done = 0;
let bad = 0;
for (const [known, faults] of chosen()) {
  if (done >= wanted || process.uptime() - startedAt > Number(values.within)) break;
  const tried = await tryOut(known, faults);
  calls = tried.calls;
  done++;
  if (tried.wrong === undefined) continue;
  bad++;
  console.log(`BAD --replay "${textOf(known, faults)}"\n  ${tried.wrong}`);
}
const peak = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(
  `${done} fault schedules, ${bad} bad (${Math.round(process.uptime() - startedAt)} s, at most ${peak} MB of memory)`,
);
process.exit(bad > 0 || done === 0 ? 1 : 0);
