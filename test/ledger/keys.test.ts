// Run ids and cursors: each says where its item lies, and nothing else passes for one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRunId, parseRunOrder, runIdOf, runItemKey, runOrder } from "../../src/ledger/keys.ts";

const ref = fc.record({
  job: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$/),
  dueAt: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000),
  suffix: fc.option(fc.stringMatching(/^[0-9a-f]{8}(-dup-[0-9a-z]{1,12})?$/), { nil: undefined }),
});

describe("a run id", () => {
  test("does not lose what it was made from", () => {
    fc.assert(
      fc.property(ref, (run) => {
        expect(parseRunId(runIdOf(run))).toEqual(run);
        expect(parseRunOrder(runOrder(run))).toEqual(run);
      }),
    );
  });

  test("does not sort a later run before an earlier one, in the table or in a cursor", () => {
    fc.assert(
      fc.property(ref, ref, (a, b) => {
        fc.pre(a.dueAt < b.dueAt);
        expect(runOrder(a) < runOrder(b)).toBe(true);
        expect(runItemKey(a).sk < runItemKey(b).sk).toBe(true);
      }),
    );
  });

  test.each([
    "report",
    "report.20270301",
    "report.20270230T000000Z",
    "report.20270301T060000Z.",
    "report.20270301T060000Z.UP",
    "re.port.20270301T060000Z",
    "-report.20270301T060000Z",
    "report.20270301T246000Z",
    "",
  ])("is not read from %j", (text) => {
    expect(parseRunId(text)).toBeUndefined();
  });
});
