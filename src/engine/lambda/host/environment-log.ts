// The log stream of one execution environment: what its function prints and what the host says about it.
export interface LogLine {
  readonly at: number;
  readonly message: string;
}

/** The end of the log that Invoke returns on request: 4 KB (API reference, LogType). */
const TAIL_BYTES = 4_096;
/** What one invocation may print; a handler that prints without end must not stall the engine or fill the disk. */
const OUTPUT_BYTES = 4 * 1_048_576;
const OUTPUT_LINES = 50_000;

export class EnvironmentLog {
  readonly #put: (lines: readonly LogLine[]) => void;
  readonly #now: () => number;
  #tail: string[] = [];
  #tailLength = 0;
  #bytes = 0;
  #lines = 0;
  #dropping = false;

  constructor(put: (lines: readonly LogLine[]) => void, now: () => number) {
    this.#put = put;
    this.#now = now;
  }

  /** What follows belongs to the next invocation. */
  begin(): void {
    this.#tail = [];
    this.#tailLength = 0;
    this.#bytes = 0;
    this.#lines = 0;
    this.#dropping = false;
  }

  /** A line of the host's own. */
  system(text: string): void {
    this.#write(`${text}\n`, this.#now());
  }

  /** An event of the function. Text that an event already ends with a line break gets no second. */
  output(text: string, at = this.#now()): void {
    this.#lines++;
    this.#bytes += text.length;
    const over = this.#lines > OUTPUT_LINES || this.#bytes > OUTPUT_BYTES;
    if (!over) {
      this.#write(text.endsWith("\n") ? text : `${text}\n`, at);
    } else if (!this.#dropping) {
      this.#dropping = true;
      this.system(`[output dropped: one invocation logs at most ${OUTPUT_LINES} lines and ${OUTPUT_BYTES} characters]`);
    }
  }

  tail(): string {
    const text = Buffer.from(this.#tail.join(""));
    return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString("utf8");
  }

  #write(message: string, at: number): void {
    this.#put([{ at, message }]);
    this.#tail.push(message.length > TAIL_BYTES ? message.slice(-TAIL_BYTES) : message);
    this.#tailLength += message.length;
    while (this.#tailLength - (this.#tail[0]?.length ?? 0) > TAIL_BYTES)
      this.#tailLength -= this.#tail.shift()?.length ?? 0;
  }
}
