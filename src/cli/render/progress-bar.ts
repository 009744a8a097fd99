// How far a long command is: on a terminal a bar that stays at the bottom, elsewhere a line for each step.
import type { Terminal } from "../terminal.ts";

const WIDTH = 24;

export class ProgressBar {
  readonly #total: number;
  readonly #terminal: Terminal;
  #done = 0;

  constructor(total: number, terminal: Terminal) {
    this.#total = total;
    this.#terminal = terminal;
  }

  /** One more is done; `line` says which, and stays above the bar. */
  tick(line: string): void {
    this.#done++;
    this.#clear();
    this.#terminal.note(line);
    this.#draw();
  }

  end(): void {
    this.#clear();
  }

  #draw(): void {
    const filled = this.#total === 0 ? WIDTH : Math.floor((this.#done / this.#total) * WIDTH);
    this.#terminal.status(`${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${this.#done} of ${this.#total}`);
  }

  #clear(): void {
    this.#terminal.status("");
  }
}
