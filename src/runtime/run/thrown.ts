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
    return boundError("Thrown", `The handler threw ${typeof thrown === "string" ? thrown : shown(thrown)}`, undefined);
  } catch {
    return boundError("Thrown", "The handler threw a value that cannot be read", undefined);
  }
}

const textOf = (stack: unknown): string | undefined => (typeof stack === "string" ? sourcePositions(stack) : undefined);

function shown(value: unknown): string {
  const json = typeof value === "object" ? JSON.stringify(value) : undefined;
  return json ?? messageOf(value);
}
