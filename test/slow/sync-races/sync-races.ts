// Two commands that change one environment at the same moment, a thousand times: their requests are interleaved by a seed,
// one of them stands still past its lease and comes back, or dies. `npm run sync-races -- --races N [--seed S] [--replay SEED]`
// `--planted` takes the lock apart in several ways, and fails where the races do not notice.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { plantBug } from "../../proof/planted/plant.ts";
import { LOCK_BUGS } from "./lock-bugs.ts";
import type { Outcome, Ran } from "./run-race.ts";

const { values } = parseArgs({
  options: {
    races: { type: "string", default: "200" },
    within: { type: "string", default: "36000" },
    seed: { type: "string", default: "1" },
    replay: { type: "string" },
    planted: { type: "boolean", default: false },
    bug: { type: "string" },
  },
});

async function race(first: number, count: number): Promise<number> {
  const [{ judge }, { runRace }] = await Promise.all([import("./judge.ts"), import("./run-race.ts")]);
  const ends = new Map<string, number>();
  let done = 0;
  let bad = 0;
  for (; done < count && process.uptime() < Number(values.within); done++) {
    const seed = first + done;
    const outcome = await runRace(seed);
    const wrong = await judge(outcome);
    await outcome.world.close();
    const kind = outcome.ran.map(endOf).sort().join(" and ");
    ends.set(kind, (ends.get(kind) ?? 0) + 1);
    if (values.replay !== undefined) show(outcome);
    if (wrong === undefined) continue;
    bad++;
    if (values.bug !== undefined) {
      console.log(`${values.bug}: caught by race ${seed} (${done + 1} run): ${wrong.split("\n")[0]}`);
      return 0;
    }
    const [a, b] = outcome.race.acts;
    console.log(`BAD --replay ${seed} (${a.name}, ${b.name})\n  ${wrong}`);
  }
  if (values.bug !== undefined) console.log(`${values.bug}: NOT CAUGHT in ${done} races`);
  for (const [kind, times] of [...ends].sort(([, a], [, b]) => b - a))
    console.log(`${String(times).padStart(6)} ${kind}`);
  console.log(`${done} races, ${bad} bad (${Math.round(process.uptime())} s)`);
  return bad > 0 || done === 0 || values.bug !== undefined ? 1 : 0;
}

function endOf({ end }: Ran): string {
  if (!end) return "died";
  if (end.refusal !== undefined) return "refused";
  return end.code === 0 ? "done" : "stopped";
}

function show({ race, ran, trace }: Outcome): void {
  console.log(`after ${race.before.map(({ name }) => name).join(", ") || "nothing"}:`);
  for (const { name, act } of ran) console.log(`  ${name}: ${act.name}`);
  for (const line of trace) console.log(line);
  for (const { name, end } of ran) console.log(`${name} ended ${JSON.stringify(end ?? "by dying")}`);
}

/** Each in a process of its own: a bug is planted before the product is loaded. */
function racePlanted(): number {
  const caught = LOCK_BUGS.filter(({ name }) => {
    const file = fileURLToPath(import.meta.url);
    const given = ["--conditions=lamplighter-source", file, "--bug", name, "--races", values.races];
    return spawnSync(process.execPath, given, { stdio: "inherit" }).status === 0;
  });
  console.log(`planted bugs caught: ${caught.length} of ${LOCK_BUGS.length}`);
  return caught.length === LOCK_BUGS.length ? 0 : 1;
}

if (values.bug !== undefined) plantBug(values.bug, LOCK_BUGS);
const again = values.replay !== undefined;
process.exitCode = values.planted
  ? racePlanted()
  : await race(Number(values.replay ?? values.seed), again ? 1 : Number(values.races));
