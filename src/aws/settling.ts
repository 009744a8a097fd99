// Waiting for AWS: states that take a moment, and answers that are wrong only until a new role is known everywhere.
import { type Clock, sleep } from "../core/clock.ts";
import { NotSettled } from "./errors.ts";

/** A role just made is unknown elsewhere for a while; a wrong trust policy says the same, so patience has an end. */
const PROPAGATION_MS = 120_000;
const LONGEST_PAUSE_MS = 10_000;

/** Repeats while the error is one that passes by itself; the last error is thrown when it did not. */
export async function untilKnown<T>(
  clock: Clock,
  passes: (error: unknown) => boolean,
  work: () => Promise<T>,
  patienceMs = PROPAGATION_MS,
): Promise<T> {
  const deadline = clock.now() + patienceMs;
  for (let pause = 500; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || clock.now() + pause > deadline) throw error;
    }
    await sleep(clock, pause);
  }
}

/** Asks until `isReady`; `state` says what was seen, for the error when it never is. */
export async function untilReady<T>(
  clock: Clock,
  what: string,
  read: () => Promise<T>,
  isReady: (seen: T) => boolean,
  state: (seen: T) => string,
  patienceMs = 300_000,
): Promise<T> {
  const deadline = clock.now() + patienceMs;
  for (let pause = 200; ; pause = Math.min(2_000, pause * 1.5)) {
    const seen = await read();
    if (isReady(seen)) return seen;
    if (clock.now() + pause > deadline) throw new NotSettled(what, patienceMs, state(seen));
    await sleep(clock, pause);
  }
}
