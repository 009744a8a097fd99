// What a handler does this time: it returns, throws, crashes, hangs or spins, and stops when asked to, or does not.
import type { Run } from "../../../src/runtime/run/run.ts";
import type { Dice } from "../scenario/dice.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import type { Caller } from "./caller.ts";
import { never } from "./caller.ts";
import type { Execution } from "./evidence.ts";

export interface Played {
  readonly run: Run;
  readonly execution: Execution;
  readonly caller: Caller;
  readonly dice: Dice;
  readonly job: PlayedJob | undefined;
}

class HandlerFailed extends Error {
  override name = "HandlerFailed";
}

export async function playHandler({ run, execution, caller, dice, job }: Played): Promise<unknown> {
  const { clock } = caller;
  const { usualSeconds = 1, timeoutSeconds = 60, long = 0, throws = 0, crashes = 0, hangs = 0, heeds = 0 } = job ?? {};
  const most = dice.percent(long) ? timeoutSeconds * 1_050 : usualSeconds * 1_000;
  const ms = dice.whole(1, Math.floor(most));
  const isHanging = dice.percent(hangs);
  const ending = dice.percent(crashes) ? "crash" : dice.percent(throws) ? "throw" : "return";
  const isHeeding = dice.percent(heeds);
  const tells = dice.percent(20);
  const spins = isHanging && dice.percent(30);
  if (tells) run.progress(0, 2);
  // A loop that lets nothing else run: not even the wrapper can say how it ends.
  if (spins) {
    clock.end();
    return never();
  }
  const end = (how: "returned" | "threw") => Object.assign(execution, { end: how, endAt: clock.now() });
  return new Promise((resolve, reject) => {
    run.signal.addEventListener("abort", () => {
      execution.abortedAt = clock.now();
      if (!isHeeding || execution.end !== undefined) return;
      end("threw");
      reject(run.signal.reason);
    });
    if (isHanging) return;
    if (tells) clock.setTimer(clock.now() + Math.ceil(ms / 2), () => run.progress(1, 2));
    clock.setTimer(clock.now() + ms, () => {
      if (execution.end !== undefined) return;
      if (ending === "crash") return caller.die();
      end(ending === "throw" ? "threw" : "returned");
      if (ending === "throw") reject(new HandlerFailed("it failed, as the dice said"));
      else resolve({ done: ms });
    });
  });
}
