// Anything that a handler can throw, as a bounded error for the ledger: null, symbols and hostile proxies included.
import { messageOf } from "../../core/error.ts";
import type { RunError } from "../../ledger/items/run-item.ts";
import { boundError } from "../../ledger/writes/finish-attempt.ts";

export function runErrorOf(thrown: unknown): RunError {
  try {
    if (thrown instanceof Error) return boundError(String(thrown.name), messageOf(thrown), textOf(thrown.stack));
    return boundError("Thrown", `The handler threw ${typeof thrown === "string" ? thrown : shown(thrown)}`, undefined);
  } catch {
    return boundError("Thrown", "The handler threw a value that cannot be read", undefined);
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function shown(value: unknown): string {
  const json = typeof value === "object" ? JSON.stringify(value) : undefined;
  return json ?? messageOf(value);
}
