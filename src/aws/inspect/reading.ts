// A look at one thing: what it is, that there is none, or why these credentials may not see it.
import type { Reading } from "../../verification/evidence.ts";
import { AccessDenied } from "../errors.ts";
import { unlessAbsent } from "../resources/adapter.ts";

/** Only a refusal is an answer; anything else that fails, fails the command. */
export async function readingOf<T>(look: Promise<T | undefined>): Promise<Reading<T>> {
  try {
    const value = await unlessAbsent(look);
    return value === undefined ? { kind: "absent" } : { kind: "found", value };
  } catch (error) {
    if (error instanceof AccessDenied) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}
