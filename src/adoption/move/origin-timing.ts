// When what fired before is due: known of a cron, and of a rate only from where it counts.
import type { Timing } from "../../schedule/due-times.ts";
import { parseAws } from "../../schedule/parse-aws.ts";
import type { MoveInput } from "./moving.ts";

/** undefined: a rate whose phase nobody has said. */
export function originTiming({
  origin: { found },
  firedAt,
}: Pick<MoveInput, "origin" | "firedAt">): Timing | undefined {
  const expression = parseAws(found.expression);
  if (found.kind === "schedule") {
    const { timezone, startAt, endAt } = found;
    const timing = { expression, timezone, startAt, endAt };
    if (expression.kind !== "rate" || startAt !== undefined) return timing;
    return firedAt === undefined ? undefined : { ...timing, anchorAt: firedAt };
  }
  if (expression.kind !== "rate") return { expression, timezone: "UTC" };
  return firedAt === undefined ? undefined : { expression, timezone: "UTC", anchorAt: firedAt };
}
