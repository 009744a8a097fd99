// Plays one sequence on both sides and stops at the first difference that nobody has looked into.
import type { Answer, Command } from "./command.ts";
import type { Known } from "./known.ts";
import { type Leaving, normalAnswer } from "./normal.ts";
import type { Side } from "./side.ts";

export interface Contest {
  readonly ours: Side;
  readonly theirs: Side;
  readonly known: readonly Known[];
  readonly leaving: Leaving;
  /** How often each known difference was met. */
  readonly met: Map<string, number>;
  /** Both sides hold nothing afterwards. */
  clear(): Promise<void>;
}

export interface Difference {
  readonly at: number;
  readonly command: Command;
  readonly ours: string;
  readonly theirs: string;
  readonly messages: string;
}

export interface Played {
  readonly compared: number;
  readonly refused: number;
  readonly difference: Difference | undefined;
}

export async function play(contest: Contest, commands: readonly Command[]): Promise<Played> {
  await contest.clear();
  contest.ours.forget();
  contest.theirs.forget();
  let refused = 0;
  for (const [at, command] of commands.entries()) {
    const [ours, theirs] = await Promise.all([contest.ours.answer(command), contest.theirs.answer(command)]);
    const forms = (apart: readonly string[] = []) => {
      const leaving = { ...contest.leaving, members: new Set([...contest.leaving.members, ...apart]) };
      return [normalAnswer(ours, command, leaving), normalAnswer(theirs, command, leaving)] as const;
    };
    const isSame = (apart: readonly string[]) => new Set(forms(apart)).size === 1;
    const [our, their] = forms();
    if (!ours.ok) refused++;
    if (our === their) continue;
    const known = contest.known.find(
      (one) => one.covers({ command, ours, theirs }) && (one.apart === undefined || isSame(one.apart)),
    );
    if (!known) {
      const messages = [ours, theirs].map(messageOf).join(" | ");
      return { compared: at + 1, refused, difference: { at, command, ours: our, theirs: their, messages } };
    }
    contest.met.set(known.name, (contest.met.get(known.name) ?? 0) + 1);
    if (known.parts) return { compared: at + 1, refused, difference: undefined };
  }
  return { compared: commands.length, refused, difference: undefined };
}

/** The shortest sequence found that still differs: each command in turn is left out, from the end. */
export async function shortest(contest: Contest, commands: readonly Command[], end: number): Promise<Command[]> {
  let kept = commands.slice(0, end + 1);
  for (let at = kept.length - 2; at >= 0; at--) {
    const without = kept.toSpliced(at, 1);
    const { difference } = await play(contest, without);
    if (difference?.command === commands[end]) kept = without;
    at = Math.min(at, kept.length - 1);
  }
  return [...kept];
}

const messageOf = (answer: Answer) => (answer.ok ? "answered" : answer.message);
