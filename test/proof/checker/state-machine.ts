// I16: every step of a run's item is one of those that are meant, and a success stays one.
import type { Change, Evidence } from "../world/evidence.ts";
import type { Played } from "../world/play.ts";
import type { Finding } from "./finding.ts";

/** From the state before to those that may follow; "" is no item. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  "": ["running", "pending", "skipped", "missed"],
  missed: ["running"],
  pending: ["running", "failed", "pending"],
  running: ["running", "succeeded", "failed", "skipped", "pending"],
  failed: ["running"],
  skipped: ["running"],
  succeeded: [],
};

export function checkStates({ evidence }: Played): readonly Finding[] {
  const runs = Map.groupBy(evidence.changes, ({ runId }) => runId);
  return [...runs].flatMap(([runId, changes]) => checkRun(runId, changes, evidence));
}

function checkRun(runId: string, changes: readonly Change[], evidence: Evidence): readonly Finding[] {
  const found: Finding[] = [];
  const isForced = evidence.asked.some((asked) => asked.runId === runId && asked.detail === "force");
  const isDuplicate = /\bdup-/.test(runId);
  changes.forEach((change, index) => {
    const before = changes[index - 1];
    const from = before?.state ?? "";
    const to = change.state ?? "";
    const tell = (text: string) => found.push({ kind: "state", invariant: "I16", subject: runId, text });
    if (isDuplicate && from === "skipped" && to === "skipped") return;
    const allowed = STEPS[from]?.includes(to) || (isForced && from === "succeeded" && to === "running");
    const isWord = from === to && before?.claim === change.claim;
    if (!allowed && !isWord) tell(`from ${from || "nothing"} to ${to}`);
    if (before && change.generation < before.generation)
      tell(`generation ${change.generation} after ${before.generation}`);
    if (before && isTakenOver(before, change)) {
      // Words of others may have come since it claimed, and the taker may be Lambda's own retry of it.
      const claimedAt = changes.find(({ claim }) => claim === before.claim)?.at ?? before.at;
      const owner = evidence.invocations.find(
        ({ requestId, endAt = Number.POSITIVE_INFINITY, startAt }) =>
          requestId === before.requestId && startAt <= claimedAt && endAt > change.at,
      );
      if (owner) tell(`taken over at ${change.at} from an attempt that was alive until ${owner.endAt}`);
    }
  });
  return found;
}

const isTakenOver = (before: Change, { state, claim }: Change): boolean =>
  before.state === "running" && state === "running" && claim !== before.claim;
