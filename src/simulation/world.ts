// Jobs on an engine of their own whose clock is moved: the real Scheduler, asynchronous queue, runtime and ledger, with
// played handlers. It tells what happens.
import { silentLog } from "../core/log.ts";
import type { Resource, ScheduleResource } from "../desired/resource.ts";
import { type DirectEngine, openDirectEngine } from "../engine/direct-engine.ts";
import type { Happening } from "./happening.ts";
import { ledgerInEngine } from "./ledger-in-engine.ts";
import { Letters } from "./letters.ts";
import { makeResource } from "./make-resource.ts";
import { RankedClock } from "./ranked-clock.ts";
import { RunWatch } from "./run-watch.ts";
import type { Script } from "./script/script.ts";
import { ScriptedHost } from "./scripted-host.ts";
import { SettledClock } from "./settled-clock.ts";
import { watchedTargets } from "./watched-targets.ts";
import { WorldRandom } from "./world-random.ts";

export interface WorldOptions {
  readonly startAt: number;
  readonly region: string;
  readonly account: string;
  /** All but the schedules. */
  readonly resources: readonly Resource[];
  readonly queues: { readonly failed: string; readonly undelivered: string };
  readonly script: Script;
}

const DAY_MS = 86_400_000;

export class World {
  readonly #clock: SettledClock;
  readonly #random = new WorldRandom();
  readonly #engine: DirectEngine;
  readonly #letters: Letters;
  readonly #watch: RunWatch;
  #tell: (happening: Happening) => void = () => {};

  private constructor(options: WorldOptions) {
    const { script, region, account } = options;
    const clock = new SettledClock(options.startAt);
    const tell = (happening: Happening) => this.#tell(happening);
    this.#clock = clock;
    this.#watch = new RunWatch(clock, tell);
    const host = new ScriptedHost({
      clock: new RankedClock(clock, "process"),
      random: this.#random,
      dynamo: () => dynamo,
      sendEvent: async (FunctionName, event) => {
        const Payload = Buffer.from(event);
        await this.#engine.callUnchecked("lambda", "Invoke", { FunctionName, InvocationType: "Event", Payload });
      },
      script: ({ job, dueAt, attempt }) => script.attempt(job, dueAt, attempt),
      began: (invocation) => this.#watch.began(invocation),
      ended: (invocation, outcome) => this.#watch.ended(invocation, outcome),
    });
    const between = watchedTargets({ clock, script, watch: this.#watch, tell });
    const lambdaClock = new RankedClock(clock, "lambda");
    const place = { region, account, log: silentLog };
    this.#engine = openDirectEngine({ clock, lambdaClock, random: this.#random, ...place, host, between });
    const dynamo = ledgerInEngine(this.#engine);
    this.#letters = new Letters(this.#engine, options.queues, clock, tell);
  }

  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options);
    for (const resource of options.resources) await makeResource(world.#engine, resource);
    return world;
  }

  /**
   * Fires what is due from `fromAt` to `lastDueAt`, and follows it to its end. With `untilRest` it stops where nothing is
   * under way any more and nothing that ended can still hold up what comes. Returns how far it came.
   */
  async play(
    schedules: readonly ScheduleResource[],
    span: { readonly fromAt: number; readonly lastDueAt: number; readonly seed: number; readonly untilRest: boolean },
    tell: (happening: Happening) => void,
  ): Promise<number> {
    const clock = this.#clock;
    this.#tell = tell;
    this.#random.reseed(span.seed);
    await clock.advanceTo(span.fromAt - 1, () => clock.settle());
    for (const schedule of schedules) await makeResource(this.#engine, schedule);
    let firing = true;
    // Queues forget after days.
    let collectAt = span.fromAt + DAY_MS;
    const stopFiring = async () => {
      firing = false;
      await clock.advanceTo(span.lastDueAt, () => clock.settle());
      for (const { name, group } of schedules) await this.#remove(name, group);
    };
    for (let next = clock.nextAt(); next !== undefined || firing; next = clock.nextAt()) {
      if (firing && (next === undefined || next > span.lastDueAt)) {
        if (span.untilRest && this.#isAtRest(next)) break;
        await stopFiring();
      } else if (this.#isAtRest(next) && (span.untilRest || !firing)) break;
      else if (next !== undefined) await clock.advanceTo(next, () => clock.settle());
      if (clock.now() > collectAt) {
        collectAt = clock.now() + DAY_MS;
        await this.#letters.collect();
      }
    }
    const restAt = Math.max(clock.now(), this.#watch.heldUntil);
    if (firing) for (const { name, group } of schedules) await this.#remove(name, group);
    this.#watch.conclude();
    await this.#letters.collect();
    return restAt;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** What happens at this very instant belongs to it still, and so does what meets the lease of a crashed attempt. */
  #isAtRest(next: number | undefined): boolean {
    const until = Math.max(this.#clock.now(), this.#watch.heldUntil);
    return this.#watch.hasSeen && this.#engine.atRest() && (next === undefined || next > until);
  }

  /** One-time schedules may be gone by themselves. */
  async #remove(Name: string, GroupName: string): Promise<void> {
    try {
      await this.#engine.call("scheduler", "DeleteSchedule", { Name, GroupName });
    } catch (error) {
      if ((error as { code?: string }).code !== "ResourceNotFoundException") throw error;
    }
  }
}
