// A delivery of a run that another delivery already has: a row of its own with the same run key, so that it is seen.
import type { Envelope } from "../envelope.ts";
import { marshalItem } from "../items/attribute-value.ts";
import { occasionMembers } from "../items/occasion.ts";
import { type RunRef, runIdOf, runItemKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";
import { attemptMembers, type Claimant } from "./claim-run.ts";
import { expirySeconds } from "./expiry.ts";

/** The same delivery recorded twice is one row. Returns the row's run id. */
export async function recordDuplicate(ledger: Ledger, envelope: Envelope, claimant: Claimant): Promise<string> {
  const now = ledger.clock.now();
  const ref = duplicateOf(envelope.run, claimant.requestId);
  const ended = { endedAt: now, reason: "duplicate" };
  const attempt = { ...attemptMembers(envelope, claimant, now), ...ended, outcome: "skipped" };
  await send(ledger, "PutItem", {
    Item: marshalItem({
      ...runItemKey(ref),
      ...occasionMembers({ ...envelope, run: ref }),
      state: "skipped",
      ...ended,
      requestId: claimant.requestId,
      attempt: 1,
      attempts: [attempt],
      function: claimant.function,
      expiresAt: expirySeconds(now, envelope.policy.keepDays),
    }),
  });
  return runIdOf(ref);
}

export function duplicateOf(run: RunRef, requestId: string): RunRef {
  const mark = `dup-${requestId
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, "")
    .slice(0, 12)}`;
  return { ...run, suffix: run.suffix === undefined ? mark : `${run.suffix}-${mark}` };
}
