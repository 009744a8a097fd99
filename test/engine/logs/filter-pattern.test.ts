// Filter patterns: what matches, what does not, what is refused. Examples after the CloudWatch Logs User Guide.
import { describe, expect, test } from "vitest";
import { compileFilter } from "../../../src/engine/logs/filter-pattern.ts";

describe("terms", () => {
  test.each([
    ["", "anything", true],
    ["ERROR", "[ERROR 400] BAD REQUEST", true],
    ["error", "[ERROR 400] BAD REQUEST", false],
    ["ERROR ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", true],
    ["ERROR ARGUMENTS", "[ERROR 400] BAD REQUEST", false],
    ["?ERROR ?ARGUMENTS", "[WARN] INVALID ARGUMENTS", true],
    ["?ERROR ?ARGUMENTS", "[INFO] fine", false],
    ['"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", true],
    ['"INTERNAL ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", false],
    ["ERROR -ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", false],
    ["ERROR -ARGUMENTS", "[ERROR 400] BAD REQUEST", true],
    ['-"BAD REQUEST"', "[ERROR 400] BAD REQUEST", false],
    ['"say \\"no\\""', 'they say "no" here', true],
    ["%4[01][09]%", "[ERROR 419]", true],
    ["%^\\[WARN%", "[ERROR 419]", false],
  ])("%s on %s: %s", (pattern, message, matches) => {
    expect(compileFilter(pattern)(message)).toBe(matches);
  });
});

describe("JSON", () => {
  const message = JSON.stringify({
    requestId: "a-1",
    level: "ERROR",
    n: 3,
    ok: true,
    none: null,
    record: { status: "timeout", list: ["x", "y"] },
  });
  test.each([
    ['{ $.requestId = "a-1" }', true],
    ['{ $.requestId = "a-2" }', false],
    ['{$.requestId="a-*"}', true],
    ['{ $.requestId = "*-1" && $.level != "INFO" }', true],
    ['{ ($.n > 3) || ($.record.status = "timeout") }', true],
    ["{ $.n > 3 }", false],
    ["{ $.n >= 3 }", true],
    ["{ $.n = 3 }", true],
    ["{ $.ok IS TRUE }", true],
    ["{ $.none IS NULL }", true],
    ["{ $.missing NOT EXISTS }", true],
    ['{ $.missing != "x" }', false],
    ['{ $.record.list[1] = "y" }', true],
    ['{ $["level"] = "ERROR" }', true],
    ["{ $.constructor EXISTS }", false],
  ])("%s: %s", (pattern, matches) => {
    expect(compileFilter(pattern)(message)).toBe(matches);
  });

  test("does not match text that is no JSON", () => {
    expect(compileFilter("{ $.a NOT EXISTS }")("START RequestId: a-1")).toBe(false);
  });
});

test.each([["{ $.a = }"], ["{ $.a"], ["[a, b]"], ["%(a+)+%"], ["%[%"], ["a/b"], ["{ a = 1 }"], ['"open']])(
  "%s is refused",
  (pattern) => {
    expect(() => compileFilter(pattern)).toThrowError(expect.objectContaining({ code: "InvalidParameterException" }));
  },
);
