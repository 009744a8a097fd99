// The way from one command to the cloud, on which numbered calls go wrong, and on which the command may die.
import type { DirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Members, Send } from "./direct-clients.ts";

/** `500` and `throttle`: refused before anything is done. `late`: the answer is not waited for. `twice`: delivered two times. */
export const FAULTS = ["throttle", "500", "late before", "late after", "twice", "kill before", "kill after"] as const;
export type Fault = (typeof FAULTS)[number];
/** By number of call, from 1, counted over all the commands that go through the door. */
export type Faults = ReadonlyMap<number, Fault>;

export interface Change {
  readonly by: string;
  readonly service: string;
  readonly operation: string;
  readonly input: Members;
}

/** Operations that change nothing. */
export const READING = /^(Get|List|Describe|Query$)/;

/** The calls of all commands, in the order in which they arrive. */
export class FaultyDoor {
  readonly #engine: DirectEngine;
  readonly #faults: Faults;
  readonly #afterChange: (change: Change) => Promise<void>;
  calls = 0;

  constructor(engine: DirectEngine, faults: Faults, afterChange: (change: Change) => Promise<void> = async () => {}) {
    this.#engine = engine;
    this.#faults = faults;
    this.#afterChange = afterChange;
  }

  /** A command that goes through; after `died` none of its calls is ever answered. */
  enter(by: string, before: () => Promise<void> = async () => {}): { send: Send; died: Promise<"died"> } {
    let dead = false;
    let die: (end: "died") => void = () => {};
    const died = new Promise<"died">((resolve) => {
      die = resolve;
    });
    const kill = () => {
      dead = true;
      die("died");
      return new Promise<never>(() => {});
    };
    const send: Send = async (service, operation, input) => {
      if (dead) return kill();
      await before();
      if (dead) return kill();
      const fault = this.#faults.get(++this.calls);
      const act = () => this.#act(by, service, operation, input);
      switch (fault) {
        case undefined:
          return act();
        case "throttle":
          throw failure("ThrottlingException", 429);
        case "500":
          throw failure("InternalFailure", 500);
        case "late before":
          throw failure("TimeoutError", 0);
        case "late after":
          await act().catch(() => {});
          throw failure("TimeoutError", 0);
        case "twice": {
          const first = await settledOf(act());
          await settledOf(act());
          return first();
        }
        case "kill before":
          return kill();
        case "kill after":
          await settledOf(act());
          return kill();
      }
    };
    return { send, died };
  }

  async #act(by: string, service: string, operation: string, input: Members): Promise<Members> {
    let answer: Members;
    try {
      answer = await this.#engine.call(service, operation, input);
    } catch (error) {
      const { code, message, members } = error as { code?: string; message: string; members?: Members };
      if (code === undefined) throw error;
      throw Object.assign(failure(code, 400, message), members);
    }
    if (!READING.test(operation)) await this.#afterChange({ by, service, operation, input });
    return answer;
  }
}

/** As the SDK gives it to its retries. */
function failure(name: string, httpStatusCode: number, message = "injected"): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode, requestId: "direct" } });
}

/** How it ended, without throwing; the function that comes back gives or throws it. */
export async function settledOf<T>(work: Promise<T>): Promise<() => T> {
  try {
    const value = await work;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
