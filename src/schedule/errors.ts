// What can be wrong with a schedule expression or a zone, with the place in the text and the nearest right one.
import { LampError } from "../core/error.ts";

export type ScheduleErrorCode =
  | "schedule-form"
  | "schedule-fields"
  | "schedule-value"
  | "schedule-days"
  | "schedule-untranslatable"
  | "schedule-too-long"
  | "schedule-never"
  | "schedule-zone";

export type ScheduleField = "minutes" | "hours" | "day-of-month" | "month" | "day-of-week" | "year";

export interface ScheduleFault {
  /** The whole text as it was given. */
  readonly text: string;
  readonly field?: ScheduleField | undefined;
  /** Where the bad part stands in the text, and how long it is. */
  readonly offset: number;
  readonly length: number;
  /** What is wrong, as a sentence without its full stop. */
  readonly problem: string;
  readonly expected: string;
  /** The nearest text that is right, whole: what to write instead. */
  readonly instead?: string | undefined;
  /** What to do where no single text is right, as a sentence. */
  readonly advice?: string | undefined;
}

/** The message is one line; `pointed()` adds the text with a caret under the bad part. */
export class ScheduleError extends LampError {
  readonly code: ScheduleErrorCode;
  readonly text: string;
  readonly field: ScheduleField | undefined;
  readonly offset: number;
  readonly length: number;
  readonly expected: string;
  readonly instead: string | undefined;
  readonly #fault: ScheduleFault;

  constructor(code: ScheduleErrorCode, fault: ScheduleFault) {
    const instead = fault.instead?.trim();
    const advice = instead === undefined ? fault.advice : `Write ${instead}.`;
    super(`${fault.problem}. Expected ${fault.expected}.${advice === undefined ? "" : ` ${advice}`}`);
    this.#fault = fault;
    this.code = code;
    this.text = fault.text;
    this.field = fault.field;
    this.offset = fault.offset;
    this.length = Math.max(1, fault.length);
    this.expected = fault.expected;
    this.instead = instead;
  }

  /** The same error about a longer text that holds this one at `offset`. */
  within(text: string, offset: number): ScheduleError {
    const { instead } = this.#fault;
    const whole = instead && text.slice(0, offset) + instead + text.slice(offset + this.text.length);
    return new ScheduleError(this.code, { ...this.#fault, text, offset: this.offset + offset, instead: whole });
  }

  /** The same error with a suggestion that itself parses: a text can be wrong in more than one place. */
  mended(parse: (text: string) => unknown): ScheduleError {
    const instead = firstThatParses(this.instead, parse);
    return instead === this.instead ? this : new ScheduleError(this.code, { ...this.#fault, instead });
  }

  /** Two lines: the text, and carets under the bad part. */
  pointed(): string {
    return `${this.text}\n${" ".repeat(this.offset)}${"^".repeat(this.length)}`;
  }
}

/** A suggestion that is wrong leads to the next one, a few times at most. */
function firstThatParses(suggested: string | undefined, parse: (text: string) => unknown): string | undefined {
  let text = suggested;
  for (let tries = 0; text !== undefined && tries < 4; tries++) {
    try {
      parse(text);
      return text;
    } catch (error) {
      text = error instanceof ScheduleError ? error.instead : undefined;
    }
  }
  return undefined;
}
