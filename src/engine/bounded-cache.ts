// What is worked out from a text once and kept, for so many texts: whoever uses ever new ones does not fill the memory.

const MOST = 500;

export class BoundedCache<Value> {
  readonly #make: (text: string) => Value;
  readonly #known = new Map<string, Value>();

  constructor(make: (text: string) => Value) {
    this.#make = make;
  }

  /** Throws what making it throws, and keeps nothing then. */
  of(text: string): Value {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
