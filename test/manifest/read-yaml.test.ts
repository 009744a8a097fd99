// YAML that is refused, and where: nothing is read in a way its writer did not see.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problems } from "../../src/manifest/problem.ts";
import { readYaml } from "../../src/manifest/yaml/read-yaml.ts";
import { plainValue } from "../../src/manifest/yaml/yaml-tree.ts";

function read(content: string | Uint8Array): { value: unknown; problems: string[] } {
  const problems = new Problems();
  const file = readYaml("jobs.yaml", content, problems);
  const found = problems.sorted(["jobs.yaml"]);
  return {
    value: file && plainValue(file.root),
    problems: found.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`),
  };
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const deep = (levels: number) => `a: ${"[".repeat(levels)}${"]".repeat(levels)}`;

const REFUSED: readonly (readonly [name: string, content: string | Uint8Array, ...problems: string[]])[] = [
  ["an empty file", "", "1:1 not-a-mapping expected a mapping (key: value), got nothing"],
  ["only comments", "# nothing\n", "1:1 not-a-mapping expected a mapping (key: value), got nothing"],
  ["null", "null\n", "1:1 not-a-mapping expected a mapping (key: value), got null"],
  ["a list", "- a\n", "1:1 not-a-mapping expected a mapping (key: value), got a list"],
  ["a scalar", "jobs\n", "1:1 not-a-mapping expected a mapping (key: value), got jobs"],
  ["two documents", "a: 1\n---\nb: 2\n", "2:1 yaml-documents a second document starts here; expected one"],
  ["a directive", "%YAML 1.1\n---\na: yes\n", "1:1 yaml-directive YAML directives are not supported; remove the line"],
  [
    "__proto__",
    "x: {__proto__: {y: 1}}\n",
    '1:5 forbidden-key the key "__proto__" is not allowed; choose another name',
  ],
  [
    "constructor",
    'x: {"constructor": 1}\n',
    '1:5 forbidden-key the key "constructor" is not allowed; choose another name',
  ],
  ["prototype", "prototype: 1\n", '1:1 forbidden-key the key "prototype" is not allowed; choose another name'],
  [
    "a merge key",
    "a: {<<: {b: 1}}\n",
    "1:5 yaml-merge merge keys are not supported; put shared values under defaults:",
  ],
  [
    "an anchor and its alias",
    "a: &x 1\nb: *x\n",
    "1:7 yaml-alias anchors are not supported; remove &x",
    "2:4 yaml-alias aliases are not supported; write the value out instead of *x",
  ],
  ["a tag of JavaScript's", "a: !!js/function x\n", "1:18 yaml-tag tags are not supported; remove !!js/function"],
  ["a tag of YAML's", "a: !!binary aGk=\n", "1:13 yaml-tag tags are not supported; remove !!binary"],
  ["an unknown tag", "a: !x 1\n", "1:7 yaml-tag tags are not supported; remove !x"],
  ["a list as a key", "? [a, b]\n: 1\n", "1:3 yaml-key a key must be a text"],
  ["tab indentation", "a:\n\tb: 1\n", "2:1 yaml-syntax not YAML: tabs are not allowed as indentation"],
  ["a missing colon", "a: 1\nb\n", "2:1 yaml-syntax not YAML: implicit map keys need to be followed by map values"],
  ["an unclosed quote", 'a: 1\nb: "x\nc: 2\n', '2:4 yaml-syntax this " is never closed'],
  ["an unclosed bracket", "a: [1, 2\nb: 3\n", "1:4 yaml-syntax this [ is never closed"],
  ["nesting a little too deep", deep(20), "1:23 too-deep nested deeper than 20 levels"],
  ["nesting that would overflow the stack", deep(20_000), "1:23 too-deep nested deeper than 20 levels"],
  [
    "more entries than any file needs",
    Array.from({ length: 20_001 }, (_, index) => `k${index}:`).join("\n"),
    "1:1 too-many 20001 entries in one place; expected at most 20000",
  ],
  [
    "more bytes than any file needs",
    new Uint8Array(8 * 1024 * 1024 + 1),
    "1:1 file-too-big the file has 8 MiB; expected at most 8 MiB",
  ],
  ["UTF-16", bytes(0xff, 0xfe, 0x61, 0), "1:1 not-utf8 the file is UTF-16; save it as UTF-8"],
  [
    "Latin-1",
    bytes(0x61, 0x3a, 0x20, 0x62, 0x0a, 0x63, 0xe9),
    "2:2 not-utf8 the byte 0xe9 is no UTF-8; save the file as UTF-8",
  ],
  ["a NUL", "a: \u0000b\n", "1:4 control-character the invisible character U+0000 is not allowed; remove it"],
  [
    "a change of direction",
    "a: x\u202ey\n",
    "1:5 control-character the invisible character U+202E is not allowed; remove it",
  ],
  [
    "a number in octal's clothes",
    "a: 012345678901\n",
    '1:4 unclear-number the number 012345678901 would be read as 12345678901; write it plainly, or put quotes around it: "012345678901"',
  ],
  [
    "an exponent",
    "a: 1e3\n",
    '1:4 unclear-number the number 1e3 would be read as 1000; write it plainly, or put quotes around it: "1e3"',
  ],
  [
    "a hexadecimal number",
    "a: 0x1F\n",
    '1:4 unclear-number the number 0x1F would be read as 31; write it plainly, or put quotes around it: "0x1F"',
  ],
  [
    "an integer that JSON loses digits of",
    "a: 9007199254740993\n",
    '1:4 unclear-number the number 9007199254740993 would be read as 9007199254740992; write it plainly, or put quotes around it: "9007199254740993"',
  ],
  [
    "infinity",
    "a: .inf\n",
    '1:4 unclear-number the number .inf would be read as Infinity; write it plainly, or put quotes around it: ".inf"',
  ],
];

describe("a YAML file", () => {
  test.each(REFUSED)("with %s is refused at the place of the fault", (_name, content, ...problems) => {
    expect(read(content)).toEqual({ value: undefined, problems });
  });

  test.each([
    [
      "a: 1\nb: 2\na: 3\n",
      { a: 1, b: 2 },
      '3:1 yaml-duplicate-key the key "a" was already given in line 1; remove one of them',
    ],
    [
      'x:\n  a: 1\n  "a": 3\n',
      { x: { a: 1 } },
      '3:3 yaml-duplicate-key the key "a" was already given in line 2; remove one of them',
    ],
  ])(
    "with a key given twice is refused, and what else is wrong in it is still found: %j",
    (content, value, problem) => {
      expect(read(content)).toEqual({ value, problems: [problem] });
    },
  );

  test("may begin with a byte order mark, and hold any letter", () => {
    expect(read("\ufeffname: Zoë 🏮\n")).toEqual({ value: { name: "Zoë 🏮" }, problems: [] });
  });

  test("keeps U+FFFD where it was really written", () => {
    expect(read("a: \ufffd\n")).toEqual({ value: { a: "\ufffd" }, problems: [] });
  });

  test("reads yes, no and dates as the texts they are, and version numbers as keys by their digits", () => {
    expect(read("a: yes\nb: 2027-03-01\n1.10: x\n").value).toEqual({ a: "yes", b: "2027-03-01", "1.10": "x" });
  });

  test("of 20,000 keys is read in time that grows with its length", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: ${index}`);
    expect(read(keys.join("\n")).problems).toEqual([]);
  });

  test("never makes the reader throw, whatever stands in it", () => {
    const alphabet = fc.constantFrom(..."a: \n-[]{}\"'&*!|>%#?,<\t0.e~".split(""));
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 60 }), (content) => {
        const { value, problems } = read(content);
        expect(value === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  test("never makes the reader throw, whatever bytes it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const { value, problems } = read(content);
        expect(value === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});
