// Whether the one who asked is gone before the answer. Few operations wait, so that a signal is made only for one who asks.

export class Departure {
  #isOver = false;
  #controller: AbortController | undefined;

  get isOver(): boolean {
    return this.#isOver;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#isOver = true;
    this.#controller?.abort();
  }
}
