// Commands side by side, one step at a time: the seed says whose request arrives, whose answer is heard, and whether a
// command stands still or dies meanwhile. Time moves only here.
import type { Clock } from "../../../src/core/clock.ts";
import type { VirtualClock } from "../../../src/core/virtual-clock.ts";

/** An answer, counted from 1: of all that a command hears, or of those to its changes. */
export interface Moment {
  readonly of: "calls" | "changes";
  readonly nth: number;
}

/** What befalls a command. */
export interface Fate {
  /** Against the other's: how much sooner it comes to its turn. */
  readonly weight: number;
  /** It begins after so many steps of all, or when there are none, and then so much later. */
  readonly startsAfter: { readonly steps: number; readonly ms: number };
  /** It stands still instead of hearing this answer; what it has sent arrives nevertheless. */
  readonly frozen?: Moment & { readonly ms: number };
  /** When it has stood still, what it sends takes so long to arrive. */
  readonly slowMs?: number;
  /** It hears no more from this answer on. */
  readonly dies?: Moment;
}

interface Step {
  readonly process: Process;
  readonly kind: "start" | "request" | "answer" | "timer";
  readonly label: string;
  readonly isChange: boolean;
  readonly at: number;
  readonly go: () => void;
}

/** A request is answered within 30 s or given up by who sent it; none is under way for longer. */
const LONGEST_WAY_MS = 20_000;
const LONGEST_PAUSE_MS = 4_000;
const LEASE_MS = 60_000;
const PAUSE_SHARE = 0.03;
const MOST_STEPS = 20_000;

export class Process {
  readonly name: string;
  readonly fate: Fate;
  readonly heard = { calls: 0, changes: 0 };
  standsUntil = 0;
  state: "waiting" | "running" | "ended" | "dead" = "waiting";

  constructor(name: string, fate: Fate) {
    this.name = name;
    this.fate = fate;
  }
}

export class Interleaving {
  readonly #clock: VirtualClock;
  readonly #random: () => number;
  readonly #processes: Process[] = [];
  readonly #startAt: number;
  #steps: Step[] = [];
  #taken = 0;
  #idleSince: number | undefined;
  readonly trace: string[] = [];

  constructor(clock: VirtualClock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
    this.#startAt = clock.now();
  }

  /** `begin` is called when it is its turn to start; its promise is the command's end. */
  add(process: Process, begin: () => Promise<unknown>): void {
    this.#processes.push(process);
    const go = () => {
      process.state = "running";
      const end = () => {
        if (process.state !== "dead") process.state = "ended";
      };
      void begin().then(end, end);
    };
    this.#park({ process, kind: "start", label: "begins", isChange: false, at: 0, go });
  }

  /** Resolves when this is the next thing to happen; never for a dead command. */
  turn(process: Process, kind: "request" | "answer", label: string, isChange: boolean): Promise<void> {
    const isSlow = kind === "request" && process.standsUntil > 0;
    const at = this.#clock.now() + (isSlow ? (process.fate.slowMs ?? 0) : 0);
    return new Promise((go) => this.#park({ process, kind, label, isChange, at, go }));
  }

  /** The command's own: it fires nothing while the command stands still. */
  clockOf(process: Process): Clock {
    return {
      now: () => this.#clock.now(),
      setTimer: (at, fire) => {
        const step = this.#park({ process, kind: "timer", label: "wakes", isChange: false, at, go: fire });
        return {
          cancel: () => {
            this.#steps = this.#steps.filter((one) => one !== step);
          },
        };
      },
    };
  }

  /** Until all have ended or died. */
  async run(): Promise<void> {
    for (let idle = 0; idle < 40; ) {
      await drained();
      if (this.#processes.every(({ state }) => state === "ended" || state === "dead")) return;
      if (++this.#taken > MOST_STEPS) throw new Error("no end in sight");
      const step = this.#choose();
      if (step) await this.#take(step);
      else if (!(await this.#moveOn())) idle++;
    }
    throw new Error(`stuck: ${this.#processes.map(({ name, state }) => `${name} ${state}`).join(", ")}`);
  }

  #park(step: Step): Step {
    this.#steps.push(step);
    return step;
  }

  #choose(): Step | undefined {
    const ready = this.#steps.filter((step) => this.#isReady(step));
    const processes = [...new Set(ready.map(({ process }) => process))];
    const [first, second] = processes;
    if (!first) return undefined;
    const share = second ? first.fate.weight / (first.fate.weight + second.fate.weight) : 1;
    const process = this.#random() < share ? first : second;
    const own = ready.filter((step) => step.process === process);
    return own[Math.floor(this.#random() * own.length)];
  }

  #isReady({ process, kind, at }: Step): boolean {
    const now = this.#clock.now();
    if (kind === "start") return this.#taken > process.fate.startsAfter.steps && process.fate.startsAfter.ms === 0;
    if (kind === "request") return at <= now;
    return process.state === "running" && now >= process.standsUntil && at <= now;
  }

  async #take(step: Step): Promise<void> {
    const { process, kind, label } = step;
    const { frozen, dies } = process.fate;
    if (isNow(step, dies)) return this.#kill(process);
    if (isNow(step, frozen) && process.standsUntil === 0) {
      process.standsUntil = this.#clock.now() + frozen.ms;
      return this.#note(process, `stands still for ${frozen.ms / 1_000} s`);
    }
    this.#steps = this.#steps.filter((one) => one !== step);
    if (kind === "answer") process.heard.calls++;
    if (kind === "answer" && step.isChange) process.heard.changes++;
    const arrow = { start: "", request: "-> ", answer: "<- ", timer: "" }[kind];
    this.#note(process, arrow + label);
    step.go();
    await drained();
    if (this.#random() < PAUSE_SHARE) await this.#pause();
  }

  async #pause(): Promise<void> {
    const requests = this.#steps.filter(({ kind }) => kind === "request");
    const sent = requests.map(({ at, process }) => at + LONGEST_WAY_MS - (process.fate.slowMs ?? 0));
    const to = this.#clock.now() + Math.floor(this.#random() * LONGEST_PAUSE_MS);
    if (to < Math.min(...sent)) await this.#clock.advanceTo(to);
  }

  /** What it has sent is lost on the way, or arrives. */
  #kill(process: Process): void {
    process.state = "dead";
    this.#note(process, "dies");
    this.#steps = this.#steps.filter(
      (one) => one.process !== process || (one.kind === "request" && this.#random() < 0.5),
    );
  }

  /** Nothing can happen now: time goes on to what can. False when there is nothing for the time being. */
  async #moveOn(): Promise<boolean> {
    const now = this.#clock.now();
    this.#idleSince ??= now;
    const times = this.#steps.flatMap(({ kind, at, process }) => {
      if (kind === "start") return [this.#startOf(process)];
      if (kind === "request") return [at];
      return process.state === "running" ? [Math.max(at, process.standsUntil)] : [];
    });
    // What the engine itself waits for, such as the end of a long poll; its schedules are due much later.
    const engine = this.#clock.nextAt() ?? Number.POSITIVE_INFINITY;
    const next = Math.min(...times, engine - now < LEASE_MS ? engine : Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return false;
    await this.#clock.advanceTo(Math.max(next, now));
    const start = this.#steps.find(({ kind, process }) => kind === "start" && this.#startOf(process) <= next);
    if (start) await this.#take(start);
    return true;
  }

  /** Counted from when nothing else could happen for the first time. */
  #startOf({ fate }: Process): number {
    return (this.#idleSince ?? 0) + fate.startsAfter.ms;
  }

  #note({ name }: Process, what: string): void {
    this.trace.push(`${((this.#clock.now() - this.#startAt) / 1_000).toFixed(1).padStart(7)} s  ${name} ${what}`);
  }
}

function isNow<M extends Moment>({ kind, process, isChange }: Step, moment: M | undefined): moment is M {
  if (!moment || kind !== "answer" || (moment.of === "changes" && !isChange)) return false;
  return process.heard[moment.of] + 1 === moment.nth;
}

/** Until nobody goes on by himself: what is resolved has been heard of, and what that led to. */
async function drained(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
