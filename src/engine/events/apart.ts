// Work for one rule, which does not keep the others from theirs where the rule, or a target of it, cannot be read.
import { messageOf } from "../../core/error.ts";
import { isBadRow } from "../bad-row.ts";
import { ServiceError } from "../service.ts";
import type { Events } from "./events.ts";

/** Whether it was done. */
export function apart(events: Pick<Events, "log">, rule: string, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isBadRow(error) && !isBadPattern(error)) throw error;
    events.log.warn(
      `The rule ${rule}, or a target of it, cannot be read, and delivers nothing: ${messageOf(error)}. Put it anew.`,
    );
    return false;
  }
}

/** As it is kept, not as somebody asks for it. */
const isBadPattern = (error: unknown) => error instanceof ServiceError && error.code === "InvalidEventPatternException";
