// Anything that a handler can throw, as a bounded error for the ledger: null, symbols and hostile proxies included.
import { messageOf } from "../../core/error.ts";
import type { RunError } from "../../ledger/items/run-item.ts";
import { boundError } from "../../ledger/writes/finish-attempt.ts";
import { sourcePositions } from "./source-positions.ts";

export function runErrorOf(thrown: unknown): RunError {
  try {
    if (thrown instanceof Error) {
      const stack = textOf(thrown.stack);
      // What is thrown on is what Lambda logs.
      Reflect.set(thrown, "stack", stack);
      return boundError(String(thrown.name), messageOf(thrown), stack);
    }
    const said = (typeof thrown === "object" && JSON.stringify(thrown)) || messageOf(thrown);
    return boundError("Thrown", `The handler threw ${said}`, undefined);
  } catch {
    return boundError("Thrown", "The handler threw a value that cannot be read", undefined);
  }
}

const textOf = (stack: unknown): string | undefined => (typeof stack === "string" ? sourcePositions(stack) : undefined);

/** Of text in an error: the event's letter holds both and ends at a megabyte, of which a character may take six bytes (SQS
 * quotas, message size). */
const MOST_CHARACTERS = 100_000;

/** What Lambda is told: an error that no letter could hold, as it is recorded. */
export function passable(thrown: unknown, error: RunError): unknown {
  try {
    const { message, stack } = Object(thrown) as Partial<Error>;
    if ([thrown, message, stack].join().length < MOST_CHARACTERS) return thrown;
  } catch {
    // It cannot even be read.
  }
  return Object.assign(new Error(), error, { name: error.type });
}
