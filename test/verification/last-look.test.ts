// A watcher that looks no more is said to, with what to do; one that is new, or is not there to look, is not.
import { expect, test } from "vitest";
import { checkLastLook } from "../../src/verification/check-last-look.ts";
import type { WatchFacts } from "../../src/verification/evidence.ts";

const NOW = Date.parse("2027-03-01T12:00:00Z");
const ago = (minutes: number) => NOW - minutes * 60_000;
const TARGET = "arn:aws:lambda:eu-central-1:000000000000:function:acme-prod-watch:live";

const judged = (value: Partial<WatchFacts>) => {
  const facts = { lookedAt: undefined, doneTo: undefined, syncedAt: undefined, ...value };
  const { result, detail, fix } = checkLastLook({ kind: "found", value: facts }, TARGET, NOW);
  return [result, detail, fix];
};

test("a watcher that looks no more is not taken for one that does", () => {
  const fix = "mend what else is NG here; if nothing is, its log group /aws/lambda/acme-prod-watch says why";
  expect(judged({ lookedAt: ago(41), doneTo: ago(42) })).toEqual([
    "NG",
    "at 2027-03-01T11:19:00.000Z, and none since",
    fix,
  ]);
  expect(judged({ syncedAt: ago(90) })).toEqual(["NG", "never, since the sync at 2027-03-01T10:30:00.000Z", fix]);
});

test("one that is new, late once, behind, or not there to look is not said to have failed", () => {
  expect(judged({ lookedAt: ago(20), doneTo: ago(22) })).toEqual(["OK", "at 2027-03-01T11:40:00.000Z", undefined]);
  const behind = "at 2027-03-01T11:50:00.000Z; it has come to 2027-03-01T10:00:00.000Z";
  expect(judged({ lookedAt: ago(10), doneTo: ago(120) })).toEqual(["OK", behind, undefined]);
  expect(judged({ syncedAt: ago(10) })[0]).toBe("SKIP");
  expect(checkLastLook(undefined, TARGET, NOW).result).toBe("SKIP");
  expect(checkLastLook({ kind: "unreadable", reason: "denied" }, TARGET, NOW)).toMatchObject({
    result: "SKIP",
    detail: "denied",
  });
});
