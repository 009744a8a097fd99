// Plays many seeded sequences and prints what came of it; true when no difference is left that nobody has looked into.
import type { Command } from "./command.ts";
import { type Contest, play, shortest } from "./compare.ts";
import { Dice } from "./dice.ts";

export interface Programme {
  readonly name: string;
  readonly seeds: readonly number[];
  /** Ends early once this many milliseconds have passed: a bound for CI. */
  readonly within?: number | undefined;
  sequence(dice: Dice, seed: number): readonly Command[];
}

const MOST_SHOWN = 8;
const MOST_COMMANDS_SHOWN = 8;

export async function runProgramme(contest: Contest, programme: Programme): Promise<boolean> {
  const until = process.hrtime.bigint() + BigInt(programme.within ?? 3_600_000) * 1_000_000n;
  const operations = new Map<string, number>();
  let compared = 0;
  let refused = 0;
  let played = 0;
  let differing = 0;
  for (const seed of programme.seeds) {
    if (process.hrtime.bigint() > until || differing >= MOST_SHOWN) break;
    const commands = programme.sequence(new Dice(seed), seed);
    const result = await play(contest, commands);
    played++;
    compared += result.compared;
    refused += result.refused;
    for (const { service, operation } of commands.slice(0, result.compared)) {
      operations.set(`${service} ${operation}`, (operations.get(`${service} ${operation}`) ?? 0) + 1);
    }
    if (!result.difference) continue;
    differing++;
    await show(contest, seed, await shortest(contest, commands, result.difference.at));
  }
  console.log(`${programme.name}: ${played} sequences, ${compared} commands compared, ${refused} of them refused`);
  console.log([...operations].map(([operation, count]) => `${operation} ${count}`).join(", "));
  for (const { name, right, page } of contest.known) {
    console.log(`known: ${name} (${contest.met.get(name) ?? 0} times; right: ${right}; ${page})`);
  }
  console.log(`${differing} sequences with a difference that is not listed`);
  return differing === 0 && compared > 0;
}

async function show(contest: Contest, seed: number, commands: readonly Command[]): Promise<void> {
  const { difference } = await play(contest, commands);
  console.log(`\nseed ${seed} differs; the shortest sequence found that does:`);
  for (const { service, operation, input, shown } of commands.slice(-MOST_COMMANDS_SHOWN)) {
    const given = typeof input === "function" ? (shown ?? {}) : input;
    console.log(`  ${service} ${operation} ${JSON.stringify(given, bytesAsText)}`);
  }
  if (!difference) return console.log("  (it did not differ when it was played again)");
  console.log(`  engine: ${difference.ours}\n  other:  ${difference.theirs}\n  texts:  ${difference.messages}`);
}

const bytesAsText = (_: string, value: unknown) =>
  value instanceof Uint8Array ? `base64:${Buffer.from(value).toString("base64")}` : value;
