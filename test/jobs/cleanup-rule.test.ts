// Retention rules: nothing is condemned that a rule does not name, that is young, or that is among the last n.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { condemned, parseRule, type StoredObject } from "../../jobs/cleanup/rule.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2027-03-01T06:00:00Z");
const object = (key: string, ageHours: number): StoredObject => ({ key, modifiedAt: NOW - ageHours * HOUR, bytes: 10 });

describe("a retention rule", () => {
  test.each([
    [{ prefix: "", olderThan: "1d" }, /prefix/],
    [{ olderThan: "1d" }, /prefix/],
    [{ prefix: "a/", olderThan: "soon" }, /olderThan/],
    [{ prefix: "a/", olderThan: "1d", keepLast: -1 }, /keepLast/],
    [{ prefix: "a/", olderThan: "1d", keepLast: 1.5 }, /keepLast/],
  ])("does not accept %j", (input, message) => {
    expect(() => parseRule(input as never, 0)).toThrow(message);
  });

  test("does not condemn what is young, nor the last n however old", () => {
    const rule = parseRule({ prefix: "logs/", olderThan: "24h", keepLast: 2 }, 0);
    const objects = [object("logs/a", 100), object("logs/b", 90), object("logs/c", 80), object("logs/d", 1)];
    expect(condemned(rule, objects, NOW).map(({ key }) => key)).toEqual(["logs/b", "logs/a"]);
  });

  test("does not condemn anything outside its prefix, or more than a second run of the same due time would", () => {
    const keys = fc.constantFrom("logs/", "logs", "log/", "other/logs/");
    const objects = fc.array(
      fc.record({ prefix: keys, name: fc.string({ maxLength: 4 }), age: fc.integer({ min: 0, max: 200 }) }),
    );
    fc.assert(
      fc.property(objects, fc.integer({ min: 0, max: 5 }), (made, keepLast) => {
        const rule = parseRule({ prefix: "logs/", olderThan: "24h", keepLast }, 0);
        const all = made.map(({ prefix, name, age }, index) => object(`${prefix}${name}${index}`, age));
        const doomed = condemned(rule, all, NOW);
        expect(doomed.every(({ key, modifiedAt }) => key.startsWith("logs/") && modifiedAt < NOW - 24 * HOUR)).toBe(
          true,
        );
        const left = all.filter((one) => !doomed.includes(one));
        expect(condemned(rule, left, NOW)).toEqual([]);
        const named = all.filter(({ key }) => key.startsWith("logs/"));
        expect(named.length - doomed.length).toBeGreaterThanOrEqual(Math.min(keepLast, named.length));
      }),
    );
  });
});
