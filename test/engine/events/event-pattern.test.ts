// Event patterns by table: which events they match, which they do not, and which patterns are refused.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEventPattern } from "../../../src/engine/events/pattern/event-pattern.ts";

const EVENT = {
  source: "lamplighter",
  "detail-type": "Run Ended",
  resources: ["arn:aws:s3:::reports", "arn:aws:s3:::other"],
  detail: {
    job: "daily-report",
    status: "failed",
    attempts: 3,
    cost: 0.25,
    dry: false,
    note: null,
    empty: "",
    ip: "10.1.2.3",
    ip6: "2001:db8::1",
    path: "reports/2027/03/day*.html",
    tags: ["nightly", "slow"],
    none: [],
    steps: [
      { name: "read", ms: 10 },
      { name: "write", ms: 900 },
    ],
    $or: "literal",
  },
};

const matches = (pattern: object) => parseEventPattern(JSON.stringify(pattern))(EVENT);
const ofDetail = (name: string, ...elements: unknown[]) => ({ detail: { [name]: elements } });

describe("a pattern does not match other than it says", () => {
  test.each<[object, boolean]>([
    [{ source: ["lamplighter"] }, true],
    [{ source: ["other", "lamplighter"] }, true],
    [{ source: ["Lamplighter"] }, false],
    [{ source: ["lamplighter"], detail: { status: ["succeeded"] } }, false],
    [{ resources: ["arn:aws:s3:::other"] }, true],
    [ofDetail("attempts", 3), true],
    [ofDetail("attempts", "3"), false],
    [ofDetail("dry", false), true],
    [ofDetail("dry", "false"), false],
    [ofDetail("note", null), true],
    [ofDetail("missing", null), false],
    [ofDetail("empty", ""), true],
    [ofDetail("tags", "slow"), true],
    [ofDetail("tags", "fast"), false],
    [ofDetail("toString", { exists: true }), false],
  ])("literal %j: %s", (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  test.each<[object, boolean]>([
    [ofDetail("job", { prefix: "daily" }), true],
    [ofDetail("job", { prefix: "Daily" }), false],
    [ofDetail("job", { prefix: { "equals-ignore-case": "DAILY-" } }), true],
    [ofDetail("attempts", { prefix: "3" }), false],
    [ofDetail("path", { suffix: ".html" }), true],
    [ofDetail("path", { suffix: { "equals-ignore-case": ".HTML" } }), true],
    [ofDetail("path", { suffix: ".htm" }), false],
    [ofDetail("status", { "equals-ignore-case": "FAILED" }), true],
    [ofDetail("status", { "equals-ignore-case": "fail" }), false],
    [ofDetail("path", { wildcard: "reports/*/*.html" }), true],
    [ofDetail("path", { wildcard: "*day\\*.html" }), true],
    [ofDetail("path", { wildcard: "*dayX*" }), false],
    [ofDetail("job", { wildcard: "daily" }), false],
    [ofDetail("job", { wildcard: "*" }), true],
    [ofDetail("ip", { cidr: "10.1.0.0/16" }), true],
    [ofDetail("ip", { cidr: "10.2.0.0/16" }), false],
    [ofDetail("ip6", { cidr: "2001:db8::/32" }), true],
    [ofDetail("ip6", { cidr: "10.1.0.0/16" }), false],
    [ofDetail("job", { cidr: "10.1.0.0/16" }), false],
  ])("text %j: %s", (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  test.each<[object, boolean]>([
    [ofDetail("attempts", { numeric: ["=", 3] }), true],
    [ofDetail("attempts", { numeric: [">", 3] }), false],
    [ofDetail("attempts", { numeric: [">=", 3] }), true],
    [ofDetail("attempts", { numeric: [">", 0, "<=", 3] }), true],
    [ofDetail("attempts", { numeric: [">", 0, "<", 3] }), false],
    [ofDetail("cost", { numeric: ["<", 0.3] }), true],
    [ofDetail("job", { numeric: [">", 0] }), false],
  ])("number %j: %s", (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  test.each<[object, boolean]>([
    [ofDetail("status", { "anything-but": "succeeded" }), true],
    [ofDetail("status", { "anything-but": "failed" }), false],
    [ofDetail("status", { "anything-but": ["succeeded", "failed"] }), false],
    [ofDetail("attempts", { "anything-but": [1, 2] }), true],
    [ofDetail("job", { "anything-but": { prefix: "daily" } }), false],
    [ofDetail("job", { "anything-but": { prefix: ["hourly", "weekly"] } }), true],
    [ofDetail("job", { "anything-but": { suffix: "report" } }), false],
    [ofDetail("job", { "anything-but": { "equals-ignore-case": ["DAILY-REPORT", "x"] } }), false],
    [ofDetail("job", { "anything-but": { wildcard: "*-report" } }), false],
    [ofDetail("missing", { "anything-but": "x" }), false],
    [ofDetail("missing", { exists: false }), true],
    [ofDetail("missing", { exists: true }), false],
    [ofDetail("job", { exists: false }), false],
    [ofDetail("note", { exists: true }), true],
    [ofDetail("none", { exists: false }), true],
    [ofDetail("missing", "x", { exists: false }), true],
    [{ detail: [{ exists: true }] }, false],
    [{ missing: { deeper: [{ exists: false }] } }, true],
  ])("absence %j: %s", (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  test.each<[object, boolean]>([
    [{ $or: [{ source: ["x"] }, { detail: { attempts: [3] } }] }, true],
    [{ $or: [{ source: ["x"] }, { source: ["y"] }] }, false],
    [{ source: ["lamplighter"], $or: [{ source: ["x"] }, { source: ["y"] }] }, false],
    [{ detail: { $or: [{ status: ["failed"] }, { attempts: [{ numeric: [">", 9] }] }] } }, true],
    [{ detail: { $or: ["literal"] } }, true],
    [{ detail: { steps: { name: ["write"], ms: [900] } } }, true],
    [{ detail: { steps: { name: ["read"], ms: [900] } } }, false],
  ])("structure %j: %s", (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });
});

test.each<[string, string]>([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["nothing", "{}"],
  ["an empty array", '{"source":[]}'],
  ["a bare value", '{"source":"lamplighter"}'],
  ["an array in an array", '{"source":[["a"]]}'],
  ["an empty object below", '{"detail":{}}'],
  ["an unknown operator", '{"source":[{"regex":"a"}]}'],
  ["two operators in one", '{"source":[{"prefix":"a","suffix":"b"}]}'],
  ["exists of no boolean", '{"source":[{"exists":"true"}]}'],
  ["a prefix of no text", '{"source":[{"prefix":1}]}'],
  ["an empty prefix", '{"source":[{"prefix":""}]}'],
  ["two stars in a row", '{"source":[{"wildcard":"a**b"}]}'],
  ["an escape of nothing", '{"source":[{"wildcard":"a\\\\b"}]}'],
  ["an unknown comparison", '{"detail":{"a":[{"numeric":["!=",1]}]}}'],
  ["a range upside down", '{"detail":{"a":[{"numeric":[">",5,"<",1]}]}}'],
  ["a range of two lower bounds", '{"detail":{"a":[{"numeric":[">",1,">",5]}]}}'],
  ["a bound of text", '{"detail":{"a":[{"numeric":["=","1"]}]}}'],
  ["mixed exclusions", '{"source":[{"anything-but":["a",1]}]}'],
  ["a block without bits", '{"source":[{"cidr":"10.0.0.0"}]}'],
  ["a block of too many bits", '{"source":[{"cidr":"10.0.0.0/33"}]}'],
])("a pattern of %s is not accepted", (_what, pattern) => {
  expect(() => parseEventPattern(pattern)).toThrow(expect.objectContaining({ code: "InvalidEventPatternException" }));
});

test("a wildcard does not match other than the regular expression it stands for", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 10 });
  const texts = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
  fc.assert(
    fc.property(letters, texts, (raw, text) => {
      const wildcard = raw.replace(/\*+/g, "*");
      fc.pre(wildcard !== "");
      const pattern = parseEventPattern(JSON.stringify({ a: [{ wildcard }] }));
      expect(pattern({ a: text })).toBe(new RegExp(`^${wildcard.replaceAll("*", ".*")}$`).test(text));
    }),
  );
});
