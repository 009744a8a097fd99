// A stretch in the life of a job, from a due time at which nothing was under way to the next moment when nothing is.
// Two that begin alike and are answered alike by the script go alike: the engine decides by differences of time alone.
import type { Happening } from "./happening.ts";
import type { Script } from "./script/script.ts";
import type { Timetable } from "./timetable.ts";

/** Something the script was asked, with times counted from the first due time, and what it said. */
export interface Question {
  readonly kind: "attempt" | "delivery";
  readonly due: number;
  /** Of an attempt its number, of a delivery its time. */
  readonly which: number;
  readonly answer: string;
}

export interface Situation {
  readonly dues: readonly { readonly offset: number; readonly schedule: number }[];
  readonly questions: readonly Question[];
  /** From the first due time until nothing is under way. */
  readonly lengthMs: number;
  /** Times counted from the first due time. */
  readonly happenings: readonly Happening[];
}

export function answerTo(script: Script, job: string, question: Omit<Question, "answer">, startAt: number): string {
  const dueAt = startAt + question.due;
  if (question.kind === "delivery") return script.delivery(job, dueAt, startAt + question.which);
  const { ms, ending } = script.attempt(job, dueAt, question.which);
  return `${ending} ${ms}`;
}

/** Whether the job's next due times, and the script, make this very situation. */
export function isSame(situation: Situation, timetable: Timetable, script: Script, job: string): boolean {
  const first = timetable.peek(0);
  if (!first) return false;
  const { dues, lengthMs, questions } = situation;
  for (const [index, due] of dues.entries()) {
    const other = timetable.peek(index);
    if (!other || other.schedule !== due.schedule || other.at - first.at !== due.offset) return false;
  }
  const next = timetable.peek(dues.length);
  if (next && next.at - first.at <= lengthMs) return false;
  if (script.isSteady(job)) return true;
  return questions.every((question) => answerTo(script, job, question, first.at) === question.answer);
}
