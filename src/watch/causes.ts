// Finds the likely cause of holes: each thing is asked of AWS once in a look, and only when a hole needs it.
import { messageOf } from "../core/error.ts";
import { causeOfHole, neverArrived } from "../history/cause-of-hole.ts";
import type { Hole } from "../history/holes.ts";
import { type EngineSpan, readEngineSpans } from "../ledger/engine-spans.ts";
import type { Cause } from "../ledger/items/cause.ts";
import { runIdOf } from "../ledger/keys.ts";
import type { Letter } from "../runs/dead-letters/letter.ts";
import { EVERY_LETTER } from "../runs/dead-letters/letter-filter.ts";
import { listLetters } from "../runs/dead-letters/list-letters.ts";
import { causeInLetter, causeInSchedule } from "./cause-in-cloud.ts";
import type { LiveSchedule, WatchDoors } from "./doors.ts";

/** Queues are gone through no longer than this: letters beyond it leave their holes without a cause that is known. */
const LETTERS_WITHIN_MS = 15_000;

export class Causes {
  readonly #doors: WatchDoors;
  readonly #schedules = new Map<string, Promise<{ readonly live: LiveSchedule | undefined } | undefined>>();
  #engine: Promise<readonly EngineSpan[]> | undefined;
  #letters: Promise<ReadonlyMap<string, Letter>> | undefined;

  constructor(doors: WatchDoors) {
    this.#doors = doors;
  }

  async of(job: string, hole: Hole): Promise<Cause> {
    this.#engine ??= readEngineSpans(this.#doors.ledger);
    const known = causeOfHole(hole, await this.#engine);
    if (known) return known;
    this.#letters ??= this.#readLetters();
    const letter = (await this.#letters).get(runIdOf({ job, dueAt: hole.dueAt, suffix: undefined }));
    if (letter) return causeInLetter(letter);
    const found = await this.#schedule(hole.revision.schedule);
    return (found && causeInSchedule(hole, found.live)) ?? neverArrived(hole.revision);
  }

  /** undefined where it could not be asked: what is not known is not said. */
  #schedule(name: string): Promise<{ readonly live: LiveSchedule | undefined } | undefined> {
    const asked =
      this.#schedules.get(name) ??
      this.#doors.liveSchedule(name).then(
        (live) => ({ live }),
        (error: unknown) => this.#unknown(`schedule ${name}`, error, undefined),
      );
    this.#schedules.set(name, asked);
    return asked;
  }

  async #readLetters(): Promise<ReadonlyMap<string, Letter>> {
    const byRun = new Map<string, Letter>();
    const signal = AbortSignal.timeout(LETTERS_WITHIN_MS);
    for (const queue of this.#doors.queues) {
      try {
        const { letters } = await listLetters([queue], EVERY_LETTER, signal);
        for (const letter of letters) byRun.set(letter.runId, letter);
      } catch (error) {
        this.#unknown(`queue ${queue.name}`, error, undefined);
      }
    }
    return byRun;
  }

  #unknown<T>(what: string, error: unknown, value: T): T {
    this.#doors.warn("could not be looked at", { what, error: messageOf(error) });
    return value;
  }
}
