// Ledger items for tests of what is derived from them.
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import type { Attempt, RunItem } from "../../src/ledger/items/run-item.ts";
import { runIdOf, runKeyOf } from "../../src/ledger/keys.ts";

export const NOON = Date.parse("2027-03-01T12:00:00Z");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  requestId: "r-1",
  delivery: "d-1",
  deliveryAttempt: 1,
  claimedAt: NOON + 100,
  startedAt: NOON + 110,
  endedAt: NOON + 1_110,
  outcome: "succeeded",
  reason: undefined,
  error: undefined,
  durationMs: 1_000,
  initMs: undefined,
  memoryUsedMb: 80,
  logGroup: "/aws/lambda/acme-local-report",
  logStream: "2027/03/01/[1]abc",
  ...more,
});

export function runItem(more: Partial<RunItem> = {}): RunItem {
  const dueAt = more.dueAt ?? NOON;
  return {
    runId: runIdOf({ job: "report", dueAt, suffix: undefined }),
    runKey: runKeyOf("report", dueAt),
    job: "report",
    dueAt,
    trigger: "schedule",
    schedule: "report",
    by: undefined,
    state: "succeeded",
    reason: undefined,
    cause: undefined,
    claim: "c-1",
    requestId: "r-1",
    attempt: 1,
    leaseUntil: NOON + MINUTE,
    generation: 0,
    tries: 3,
    requestedAt: undefined,
    startedAt: NOON + 100,
    endedAt: NOON + 1_110,
    attempts: [attempt()],
    progress: undefined,
    cancel: undefined,
    input: { text: '{"bucket":"acme"}', truncated: false },
    result: { text: '{"rows":120}', truncated: false },
    function: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
    memoryMb: 1_024,
    architecture: "arm64",
    expiresAt: undefined,
    ...more,
  };
}

/** Of an hourly schedule, in force since the day before. */
export const revision = (more: Partial<Revision> = {}): Revision => ({
  job: "report",
  schedule: "report",
  fromAt: NOON - 24 * HOUR,
  enabled: true,
  expression: "cron(0 * * * ? *)",
  timezone: "UTC",
  startAt: undefined,
  endAt: undefined,
  windowMinutes: undefined,
  ...more,
});
