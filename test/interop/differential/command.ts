// One step of a random sequence, sent to both sides; and what each side answered.

/** What earlier answers of the same side left behind: a queue's URL, a receipt handle. */
export type Memory = Map<string, unknown>;

export interface Command {
  readonly service: string;
  readonly operation: string;
  /** A function where the input speaks of what the same side answered before. */
  readonly input: object | ((memory: Memory) => object);
  /** What to print for an input that is a function. */
  readonly shown?: object;
  /** Every page is read, and the answer is the list of pages. */
  readonly pages?: { readonly token: string; readonly from: string } | undefined;
  /** Lists below these members come in no promised order. */
  readonly unordered?: readonly string[] | undefined;
  /** Members that are no matter of comparison here. */
  readonly without?: readonly string[] | undefined;
  readonly remember?: ((answer: Readonly<Record<string, unknown>>, memory: Memory) => void) | undefined;
}

export type Answer =
  | { readonly ok: true; readonly pages: readonly Readonly<Record<string, unknown>>[] }
  | {
      readonly ok: false;
      readonly error: string;
      readonly members: Readonly<Record<string, unknown>>;
      readonly message: string;
    };
