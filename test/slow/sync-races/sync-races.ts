// Two commands that change one environment at the same moment, a thousand times: their requests are interleaved by a seed,
// one of them stands still past its lease and comes back, or dies. `npm run sync-races -- --races N [--seed S] [--replay SEED]`
import { parseArgs } from "node:util";
import { judge } from "./judge.ts";
import { NAMES, runRace } from "./run-race.ts";

const { values } = parseArgs({
  options: {
    races: { type: "string", default: "200" },
    within: { type: "string", default: "36000" },
    seed: { type: "string", default: "1" },
    replay: { type: "string" },
  },
});
const startedAt = process.uptime();
const first = Number(values.replay ?? values.seed);
const wanted = values.replay === undefined ? Number(values.races) : 1;
const ends = new Map<string, number>();
let done = 0;
let bad = 0;
for (let seed = first; done < wanted && process.uptime() - startedAt < Number(values.within); seed++, done++) {
  const outcome = await runRace(seed);
  const wrong = await judge(outcome);
  await outcome.world.close();
  const [a, b] = outcome.ran;
  const kind = [a, b].map(({ end }) =>
    end ? (end.refusal ? "refused" : end.code === 0 ? "done" : "stopped") : "died",
  );
  ends.set(kind.sort().join(" and "), (ends.get(kind.join(" and ")) ?? 0) + 1);
  if (values.replay !== undefined) {
    const [x, y] = outcome.race.acts;
    console.log(
      `${NAMES[0]}: ${x.name}; ${NAMES[1]}: ${y.name}; after ${outcome.race.before.map(({ name }) => name).join(", ") || "nothing"}`,
    );
    for (const line of outcome.trace) console.log(line);
    for (const { name, end } of outcome.ran) console.log(`${name} ended ${JSON.stringify(end ?? "by dying")}`);
  }
  if (wrong === undefined) continue;
  bad++;
  console.log(`BAD --replay ${seed} (${a.act.name}, ${b.act.name})\n  ${wrong}`);
}
for (const [kind, count] of [...ends].sort(([, a], [, b]) => b - a))
  console.log(`${String(count).padStart(6)} ${kind}`);
console.log(`${done} races, ${bad} bad (${Math.round(process.uptime() - startedAt)} s)`);
process.exit(bad > 0 || done === 0 ? 1 : 0);
