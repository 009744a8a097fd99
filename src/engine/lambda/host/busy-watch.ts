// Looks at the busy environments again and again, and at nothing while none is busy. In real time: what is looked at is real.

export class BusyWatch<T> {
  readonly #busy = new Set<T>();
  readonly #everyMs: number;
  readonly #look: (busy: Iterable<T>) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, look: (busy: Iterable<T>) => void) {
    this.#everyMs = everyMs;
    this.#look = look;
  }

  add(environment: T): void {
    this.#busy.add(environment);
    this.#timer ??= setInterval(() => this.#look(this.#busy), this.#everyMs).unref();
  }

  remove(environment: T): void {
    this.#busy.delete(environment);
    if (this.#busy.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
