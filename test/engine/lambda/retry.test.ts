// The rules of asynchronous retries: how many, how long, how far apart.
import { describe, expect, test } from "vitest";
import { backOff, givenUp, retryDelay } from "../../../src/engine/lambda/async/retry.ts";

const HOUR = 3_600_000;

describe("an event is given up", () => {
  test.each([
    [0, 0, {}, undefined],
    [2, 0, {}, undefined],
    [3, 0, {}, "RetriesExhausted"],
    [1, 0, { MaximumRetryAttempts: 0 }, "RetriesExhausted"],
    [1, 6 * HOUR, {}, undefined],
    [1, 6 * HOUR + 1, {}, "EventAgeExceeded"],
    [0, 60_001, { MaximumEventAgeInSeconds: 60 }, "EventAgeExceeded"],
    [3, 7 * HOUR, {}, "RetriesExhausted"],
  ] as const)("after %i attempts and %i ms with %j: %s", (attempts, age, settings, reason) => {
    expect(givenUp({ acceptedAt: 1_000, attempts, throttles: 0 }, settings, 1_000 + age)).toBe(reason);
  });
});

test("retries wait one minute, then two; throttles one second, then ever longer up to five minutes", () => {
  expect([1, 2].map(retryDelay)).toEqual([60_000, 120_000]);
  expect([0, 1, 2, 8, 9, 1_000].map(backOff)).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
});
