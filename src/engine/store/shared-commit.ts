// The one transaction that the requests of a turn of the event loop share, from its begin to its commit.

/** Settles once: when the transaction was committed, or with the error for which nothing of it was kept. */
export class SharedCommit {
  readonly settled: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #turn: NodeJS.Immediate;

  /** `end` is called when the turn is over, unless the transaction was ended before. */
  constructor(end: () => void) {
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever made a change waits for it; a failure that nobody waits for is no reason to end the engine.
    this.settled.catch(() => {});
    this.#turn = setImmediate(end);
  }

  committed(): void {
    clearImmediate(this.#turn);
    this.#resolve();
  }

  lost(error: unknown): void {
    clearImmediate(this.#turn);
    this.#reject(error);
  }
}
