// Plays one job through the span: each situation it has not met yet on the engine, the others as they went before.
import type { ScheduleResource } from "../desired/resource.ts";
import type { Happening } from "./happening.ts";
import { schedulesFrom } from "./schedules-from.ts";
import { hashOf } from "./script/dice.ts";
import type { Script } from "./script/script.ts";
import { answerTo, isSame, type Question, type Situation } from "./situation.ts";
import { Timetable } from "./timetable.ts";
import type { World } from "./world.ts";

export interface JobPlayerOptions {
  readonly job: string;
  readonly schedules: readonly ScheduleResource[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly seed: number;
  readonly script: Script;
  /** An engine with the job, and its schedules as they are to be made in it. */
  openWorld(script: Script): Promise<[World, readonly ScheduleResource[]]>;
  due(at: number): void;
  /** The happening's times are to be moved by `shift`. */
  happened(happening: Happening, shift: number): void;
}

export class JobPlayer {
  /** How many situations went through the engine. */
  played = 0;
  readonly #options: JobPlayerOptions;
  readonly #timetable: Timetable;
  readonly #known = new Map<string, Situation[]>();
  /** In a flexible window each firing has its own random moment. */
  readonly #isRandom: boolean;
  #world: World | undefined;
  #worldSchedules: readonly ScheduleResource[] = [];
  #questions: Question[] = [];
  #startAt = 0;

  constructor(options: JobPlayerOptions) {
    this.#options = options;
    this.#timetable = new Timetable(options.schedules, options.fromAt, options.toAt);
    this.#isRandom = options.schedules.some(({ windowMinutes }) => windowMinutes !== undefined);
  }

  /** Everything that begins up to the instant. */
  async playUntil(at: number): Promise<void> {
    for (let first = this.#timetable.peek(0); first && first.at <= at; first = this.#timetable.peek(0)) {
      const key = this.#keyOf(first.at, first.schedule);
      const known = this.#known.get(key)?.find((one) => this.#isSame(one));
      this.#replay(known ?? (await this.#meet(key, first.at)), first.at);
    }
  }

  async close(): Promise<void> {
    await this.#world?.close();
  }

  #isSame(situation: Situation): boolean {
    return isSame(situation, this.#timetable, this.#options.script, this.#options.job);
  }

  #keyOf(at: number, schedule: number): string {
    const { script, job } = this.#options;
    if (script.isSteady(job)) return String(schedule);
    return `${schedule} ${answerTo(script, job, { kind: "attempt", due: 0, which: 1 }, at)}`;
  }

  #replay({ dues, happenings }: Situation, startAt: number): void {
    const { due, happened } = this.#options;
    let before = -1;
    for (const { offset } of dues) {
      if (offset !== before) due(startAt + offset);
      before = offset;
    }
    for (const happening of happenings) happened(happening, startAt);
    this.#timetable.take(dues.length);
  }

  async #meet(key: string, startAt: number): Promise<Situation> {
    const { toAt, job, seed } = this.#options;
    const world = await this.#openWorld();
    this.#questions = [];
    this.#startAt = startAt;
    const schedules = schedulesFrom(this.#worldSchedules, this.#timetable, startAt, toAt);
    const happenings: Happening[] = [];
    const span = { fromAt: startAt, lastDueAt: toAt, seed: hashOf(seed, `${job} ${startAt}`), untilRest: true };
    const restAt = await world.play(schedules, span, (happening) => {
      happenings.push({ ...happening, dueAt: happening.dueAt - startAt, at: happening.at - startAt });
    });
    const dues: { offset: number; schedule: number }[] = [];
    for (let due = this.#timetable.peek(0); due && due.at <= restAt; due = this.#timetable.peek(dues.length)) {
      dues.push({ offset: due.at - startAt, schedule: due.schedule });
    }
    const situation = { dues, questions: this.#questions, lengthMs: restAt - startAt, happenings };
    this.played++;
    if (!this.#isRandom) this.#known.set(key, [...(this.#known.get(key) ?? []), situation]);
    return situation;
  }

  async #openWorld(): Promise<World> {
    if (!this.#world) [this.#world, this.#worldSchedules] = await this.#options.openWorld(this.#recordingScript());
    return this.#world;
  }

  #recordingScript(): Script {
    const { script, job } = this.#options;
    const record = (question: Omit<Question, "answer">) => {
      this.#questions.push({ ...question, answer: answerTo(script, job, question, this.#startAt) });
    };
    return {
      ...script,
      isSteady: (name) => script.isSteady(name),
      attempt: (name, dueAt, attempt) => {
        record({ kind: "attempt", due: dueAt - this.#startAt, which: attempt });
        return script.attempt(name, dueAt, attempt);
      },
      delivery: (name, dueAt, at) => {
        record({ kind: "delivery", due: dueAt - this.#startAt, which: at - this.#startAt });
        return script.delivery(name, dueAt, at);
      },
    };
  }
}
