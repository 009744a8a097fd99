// One row of the store that cannot be read, though the store can: all else goes on without it.
import { messageOf } from "../core/error.ts";
import { ScheduleError } from "../schedule/errors.ts";
import { ServiceError } from "./service.ts";

/** What a caller hears who asks for it. `what` names it: "The schedule report of the group default". */
export class UnreadableRow extends ServiceError {
  constructor(what: string, cause: unknown) {
    super(
      "InternalServerException",
      `${what} cannot be read from the engine's store: ${messageOf(cause)}. Delete it and make it anew.`,
    );
  }
}

/** Whether the error is of reading a row's document; errors of the system and of SQLite carry a code. */
export function isBadRow(error: unknown): boolean {
  if (error instanceof UnreadableRow || error instanceof ScheduleError) return true;
  const isOfValue = error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError;
  return isOfValue && !("code" in error);
}
