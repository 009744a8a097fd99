// The end of an attempt's time: first the handler is told, then the attempt is recorded as timed out, then Lambda kills it.
import type { Clock } from "../../core/clock.ts";
import { TimedOut } from "../errors.ts";

export interface Deadline {
  readonly signal: AbortSignal;
  /** Tells the handler to stop before its time. */
  abort(reason: Error): void;
  /** Resolves when there is just time left to record that the attempt did not finish. */
  readonly passed: Promise<void>;
  clear(): void;
}

const within = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value));

/** A tenth of the time for recording, and twice that for the handler to stop in: never less than a round trip or two. */
export function startDeadline(clock: Clock, deadlineAt: number): Deadline {
  const left = deadlineAt - clock.now();
  const recordAt = deadlineAt - within(200, left / 10, 1_000);
  const abortAt = recordAt - within(200, left / 10, 5_000);
  const controller = new AbortController();
  let pass: () => void;
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  const timers = [
    clock.setTimer(abortAt, () => controller.abort(new TimedOut(deadlineAt - clock.now()))),
    clock.setTimer(recordAt, () => pass()),
  ];
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    passed,
    clear() {
      for (const timer of timers) timer.cancel();
    },
  };
}
