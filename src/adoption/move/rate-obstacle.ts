// A rate keeps its due times over a move only where the new schedule starts at the next of them.
import { nextDue, type Timing } from "../../schedule/due-times.ts";
import { instantText } from "../instant-text.ts";
import { type MoveInput, type MovePlan, type MovingSchedule, refusedMove } from "./moving.ts";

/** From now to the start that is suggested: time to edit, commit and sync. */
const AHEAD_MS = 15 * 60_000;

/** undefined where nothing is in the way. */
export function rateObstacle(
  { origin, now, marginMs }: MoveInput,
  timing: Timing,
  schedules: readonly MovingSchedule[],
): MovePlan | undefined {
  const rates = schedules.filter(({ timing: { expression } }) => expression.kind === "rate");
  if (timing.expression.kind !== "rate" || rates.length === 0) return undefined;
  const due = nextDue(timing, now);
  const wrong = rates.find(({ timing: { startAt } }) => startAt !== due);
  if (!wrong || due === undefined) return undefined;
  const start = wrong.timing.startAt;
  const every = timing.expression.everyMs;
  const isDueTime = start !== undefined && start > now && (start - due) % every === 0;
  if (isDueTime) {
    const quietAt = start - every + marginMs;
    return refusedMove(
      `schedule ${wrong.name} starts at ${instantText(start)}; ${origin.text} is to fire until the due time before: wait until ${instantText(quietAt)} (--wait does)`,
      quietAt,
    );
  }
  const wanted = nextDue(timing, now + Math.max(AHEAD_MS, every)) ?? due;
  return refusedMove(
    `schedule ${wrong.name} is a rate that would count from another time: write start: "${instantText(wanted)}" into its job, lamp sync, and move after ${instantText(wanted - every + marginMs)} and before ${instantText(wanted - marginMs)} (--wait does)`,
  );
}
