// The likely cause of a hole, from what is known without asking AWS: the pause, the engine's times, an edit at the very moment.
import type { EngineSpan } from "../ledger/engine-spans.ts";
import type { Cause } from "../ledger/items/cause.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import { isoSeconds } from "../ledger/keys.ts";
import type { Hole } from "./holes.ts";

/** Within the minute of its due time a schedule may not have fired yet (Scheduler User Guide, schedule types). */
const FIRES_WITHIN_MS = 60_000;

/** undefined where all of this was as it should be. `engine` is empty for AWS, which nobody starts or stops. */
export function causeOfHole(hole: Hole, engine: readonly EngineSpan[]): Cause | undefined {
  if (hole.paused) return { kind: "paused", text: pauseText(hole.revision) };
  return engineOff(hole.dueAt, engine) ?? replaced(hole);
}

export const neverArrived = ({ toldWithinSeconds }: Revision): Cause => ({
  kind: "never arrived",
  text:
    toldWithinSeconds === undefined
      ? "nothing arrived: the schedule was live, and no run was recorded"
      : "nobody told how it ended: the schedule was live, and it did not run, or the word of it was lost",
});

const pauseText = ({ pause }: Revision): string => `paused by ${pause?.by ?? "unknown"}: ${pause?.reason ?? ""}`;

/** Before its first recorded time nothing is known of the engine. */
function engineOff(dueAt: number, engine: readonly EngineSpan[]): Cause | undefined {
  const before = engine.findLast(({ fromAt }) => fromAt <= dueAt);
  if (!before || before.untilAt > dueAt) return undefined;
  const next = engine.find(({ fromAt }) => fromAt > dueAt);
  const until = next ? `to ${isoSeconds(next.fromAt)}` : "on";
  return {
    kind: "engine off",
    text: `the local engine was off, from ${isoSeconds(before.untilAt)} ${until}: lamp dev fires schedules only while it runs`,
  };
}

function replaced({ dueAt, replaced: end }: Hole): Cause | undefined {
  if (!end || end.at > dueAt + FIRES_WITHIN_MS) return undefined;
  const at = isoSeconds(end.at);
  return end.by.enabled || end.by.pause
    ? { kind: "edited", text: `the schedule was edited at ${at}, before the Scheduler had fired it` }
    : { kind: "deleted", text: `the schedule was disabled or deleted at ${at}, before the Scheduler had fired it` };
}
