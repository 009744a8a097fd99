// A run that was asked for and has not started: written before the function is invoked, so that the request cannot vanish.
import type { JsonObject } from "../../core/json.ts";
import { RunExists } from "../errors.ts";
import { marshal, marshalItem } from "../items/attribute-value.ts";
import { boundJson, boundText, INPUT_BYTES, RESULT_BYTES } from "../items/bounded.ts";
import type { RunError, Trigger } from "../items/run-item.ts";
import { type RunRef, recentKey, runIdOf, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";

export interface RunRequest {
  readonly run: RunRef;
  readonly runKey: string;
  readonly trigger: Trigger;
  readonly by: string;
  readonly input: JsonObject;
  readonly function: string;
  readonly keepDays: number;
}

export async function createPendingRun(ledger: Ledger, request: RunRequest): Promise<void> {
  const now = ledger.clock.now();
  const input = boundJson(request.input, INPUT_BYTES);
  const answer = await sendConditional(ledger, "PutItem", {
    Item: marshalItem({
      ...runItemKey(request.run),
      ...recentKey(request.run),
      runId: runIdOf(request.run),
      runKey: request.runKey,
      job: request.run.job,
      dueAt: request.run.dueAt,
      trigger: request.trigger,
      by: request.by,
      state: "pending",
      attempt: 0,
      generation: 0,
      requestedAt: now,
      input: input && { ...input },
      function: request.function,
      expiresAt: expirySeconds(now, request.keepDays),
    }),
    ConditionExpression: "attribute_not_exists(#pk)",
  });
  // Our own write whose answer was lost shows the same key: it did happen.
  if (!answer.held && answer.item?.["runKey"] && !sameKey(answer.item["runKey"], request.runKey)) {
    throw new RunExists(runIdOf(request.run));
  }
}

const sameKey = (value: { readonly S?: string } | object, key: string): boolean => "S" in value && value.S === key;

/** Ends a run whose function could not be started: false if it had started after all. */
export async function failPendingRun(ledger: Ledger, run: RunRef, error: RunError): Promise<boolean> {
  const now = ledger.clock.now();
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(run) }),
    UpdateExpression:
      "SET #state = :failed, #reason = :reason, #endedAt = :now, #attempt = :one, #attempts = :attempts",
    ConditionExpression: "#state = :pending",
    ExpressionAttributeValues: {
      ...marshalItem({ ":reason": "not started", ":now": now, ":one": 1 }),
      ":attempts": marshal([{ claimedAt: now, endedAt: now, outcome: "failed", error: { ...error } }]),
    },
  });
  return answer.held;
}

/** Ends a run of a function that claims nothing, by its answer (JSON): false if it had started after all. */
export async function succeedPendingRun(ledger: Ledger, run: RunRef, answer: string): Promise<boolean> {
  const now = ledger.clock.now();
  const written = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(run) }),
    UpdateExpression:
      "SET #state = :succeeded, #startedAt = #requestedAt, #endedAt = :now, #attempt = :one, #attempts = :attempts, #result = :result",
    ConditionExpression: "#state = :pending",
    ExpressionAttributeValues: {
      ...marshalItem({ ":now": now, ":one": 1 }),
      ":attempts": marshal([{ claimedAt: now, endedAt: now, outcome: "succeeded" }]),
      ":result": marshal({ ...boundText(answer, RESULT_BYTES) }),
    },
  });
  return written.held;
}
