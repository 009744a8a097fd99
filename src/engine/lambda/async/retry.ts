// What becomes of an event after an attempt or a refusal: pure rules of asynchronous invocation.
// Page: "How Lambda handles errors and retries with asynchronous invocation".
import type { EventInvokeSettings } from "../control/event-invoke.ts";

const MINUTE = 60_000;
const RETRY_ATTEMPTS = 2;
const OLDEST_SECONDS = 21_600;
/** After the first failed attempt, and after the second. */
const RETRY_DELAYS = [MINUTE, 2 * MINUTE];
const FIRST_BACK_OFF = 1_000;
const LONGEST_BACK_OFF = 5 * MINUTE;

export interface EventState {
  readonly acceptedAt: number;
  /** Attempts begun: each once counted, whether or not it came to an end. */
  readonly attempts: number;
  /** Refusals for want of concurrency; they use up no attempt. */
  readonly throttles: number;
}

export type GivenUp = "RetriesExhausted" | "EventAgeExceeded";

/** Why no further attempt is made; undefined when one is. */
export function givenUp(event: EventState, settings: EventInvokeSettings, nowAt: number): GivenUp | undefined {
  if (event.attempts > (settings.MaximumRetryAttempts ?? RETRY_ATTEMPTS)) return "RetriesExhausted";
  if (nowAt - event.acceptedAt > (settings.MaximumEventAgeInSeconds ?? OLDEST_SECONDS) * 1_000)
    return "EventAgeExceeded";
  return undefined;
}

export const retryDelay = (attempts: number) => RETRY_DELAYS[Math.min(attempts, RETRY_DELAYS.length) - 1] ?? MINUTE;

export const backOff = (throttles: number) => Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** Math.min(throttles, 20));
