// The event of a function that takes the input as it stands: what the Scheduler would fill into it, filled in here.
import type { JsonObject } from "../core/json.ts";
import { isoSeconds, type RunRef, runIdOf } from "../ledger/keys.ts";

/** Scheduler User Guide, "Adding context attributes": plain text replacement. A run by hand has no schedule: the run's id stands for it. */
export function plainEvent(input: JsonObject, run: RunRef, requestId: string): string {
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": runIdOf(run),
    "scheduled-time": isoSeconds(run.dueAt),
    "execution-id": requestId,
    "attempt-number": "1",
  };
  return JSON.stringify(input).replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (keyword, name: string) => values[name] ?? keyword,
  );
}
