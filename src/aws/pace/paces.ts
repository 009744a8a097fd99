// The paces of all quotas that a command's calls fall under.
import type { Clock } from "../../core/clock.ts";
import { isThrottle } from "../error-of-call.ts";
import { Pace } from "./pace.ts";
import { quotaOf } from "./quotas.ts";

export class Paces {
  readonly #clock: Clock;
  readonly #region: string;
  readonly #paces = new Map<string, Pace>();

  constructor(clock: Clock, region: string) {
    this.#clock = clock;
    this.#region = region;
  }

  /** Sends one attempt when it is its turn, and learns from the answer. */
  async send<T>(service: string, operation: string, attempt: () => Promise<T>): Promise<T> {
    const pace = this.#paceOf(service, operation);
    if (!pace) return attempt();
    const begunAt = await pace.turn();
    try {
      const answer = await attempt();
      pace.succeeded();
      return answer;
    } catch (error) {
      if (isThrottle(error)) pace.throttled(begunAt);
      throw error;
    }
  }

  #paceOf(service: string, operation: string): Pace | undefined {
    const quota = quotaOf(service, operation, this.#region);
    if (!quota) return undefined;
    const pace = this.#paces.get(quota.name) ?? new Pace(this.#clock, quota.perSecond);
    this.#paces.set(quota.name, pace);
    return pace;
  }
}
