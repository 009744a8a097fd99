// The log stream of one execution environment: what its function prints and what the host says about it.
import type { Dropped } from "./system-events.ts";

export interface LogLine {
  readonly at: number;
  readonly message: string;
}

/** The end of the log that Invoke returns on request: 4 KB (API reference, LogType). */
const TAIL_BYTES = 4_096;
/** What one invocation may print; a handler that prints without end must not stall the engine or fill the disk. */
const OUTPUT_CHARACTERS = 4 * 1_048_576;
const OUTPUT_LINES = 50_000;
const REASON = `one invocation logs at most ${OUTPUT_LINES} lines and ${OUTPUT_CHARACTERS} characters`;

export class EnvironmentLog {
  readonly #put: (lines: readonly LogLine[]) => void;
  readonly #now: () => number;
  #tail: string[] = [];
  #tailLength = 0;
  #characters = 0;
  #lines = 0;
  #droppedLines = 0;
  #droppedCharacters = 0;

  constructor(put: (lines: readonly LogLine[]) => void, now: () => number) {
    this.#put = put;
    this.#now = now;
  }

  /** What follows belongs to the next invocation. */
  begin(): void {
    this.#tail = [];
    this.#tailLength = 0;
    this.#characters = 0;
    this.#lines = 0;
    this.#droppedLines = 0;
    this.#droppedCharacters = 0;
  }

  /** Lines of the host's own. */
  system(lines: readonly string[], at = this.#now()): void {
    for (const line of lines) this.#write(`${line}\n`, at);
  }

  /** An event of the function. Text that an event already ends with a line break gets no second. */
  output(text: string, at = this.#now()): void {
    this.#lines++;
    this.#characters += text.length;
    if (this.#isFull) this.#drop(1, text.length);
    else this.#write(text.endsWith("\n") ? text : `${text}\n`, at);
  }

  /** True when this much output need not be read any more: it is counted as dropped and no further work. */
  refuses(bytes: number): boolean {
    if (!this.#isFull) return false;
    this.#drop(0, bytes);
    return true;
  }

  get dropped(): Dropped | undefined {
    if (this.#droppedCharacters === 0) return undefined;
    return { lines: this.#droppedLines, characters: this.#droppedCharacters, reason: REASON };
  }

  get #isFull(): boolean {
    return this.#lines > OUTPUT_LINES || this.#characters > OUTPUT_CHARACTERS;
  }

  #drop(lines: number, characters: number): void {
    this.#droppedLines += lines;
    this.#droppedCharacters += characters;
  }

  tail(): string {
    const text = Buffer.from(this.#tail.join(""));
    return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString("utf8");
  }

  #write(message: string, at: number): void {
    this.#put([{ at, message }]);
    const end = message.length > TAIL_BYTES ? message.slice(-TAIL_BYTES) : message;
    this.#tail.push(end);
    this.#tailLength += end.length;
    while (this.#tailLength - (this.#tail[0]?.length ?? 0) > TAIL_BYTES)
      this.#tailLength -= this.#tail.shift()?.length ?? 0;
  }
}
