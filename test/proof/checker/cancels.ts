// What was asked to stop is told so while its handler runs, and is not begun again under the same generation.
import type { Played } from "../world/play.ts";
import type { Finding } from "./finding.ts";

/** The runtime looks every five seconds; a read takes a moment, and one that fails waits for the next. */
const SEEN_WITHIN_MS = 6_000;

export function checkCancels({ scenario, evidence }: Played): readonly Finding[] {
  const isCalm = scenario.callFaults === 0 && scenario.ledgerAway.length === 0 && scenario.engineAway.length === 0;
  return evidence.asked
    .filter(({ kind, acked }) => kind === "cancel" && acked)
    .flatMap(({ runId, at, detail }): readonly Finding[] => {
      const found: Finding[] = [];
      const tell = (text: string) => found.push({ kind: "unexplained", invariant: "cancel", subject: runId, text });
      const claims = evidence.changes.filter((change) => change.runId === runId && change.state === "running");
      for (const execution of evidence.executions.filter((one) => one.runId === runId)) {
        const { startAt, endAt = Number.POSITIVE_INFINITY, abortedAt, requestId } = execution;
        const isBlocked = execution.end === "killed" && abortedAt === undefined;
        if (isCalm && !isBlocked && startAt <= at && endAt > at + SEEN_WITHIN_MS && abortedAt === undefined) {
          tell("it was asked to stop, and its handler was not told");
        }
        const claim = claims.findLast((one) => one.at <= startAt && one.requestId === requestId);
        // Who claimed before it was asked may begin after; the cancel then finds it going on.
        const isAgain = claim !== undefined && claim.at > at && claim.generation === Number(detail);
        if (isAgain) tell("it was asked to stop, and began again");
      }
      return found;
    });
}
