// A narrow terminal: rows stay on their line, and what they are about is never what is left out.
import { expect, test } from "vitest";
import { renderTable } from "../../src/cli/render/table.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

const terminal = (columns: number, interactive = true) =>
  ({ columns, interactive, style: (_: unknown, text: string) => `\u001b[2m${text}\u001b[22m` }) as unknown as Terminal;
const HEAD = ["JOB", "AWS", "NEXT", "P50"];
const ROWS = [["daily-report", "cron(0 6 ? * MON-FRI *)", "in 4 h", "\u001b[32m120 ms\u001b[39m"]];
const SPARE = ["AWS", "P50"];
const titles = (columns: number) => renderTable(HEAD, ROWS, terminal(columns), SPARE)[0]?.match(/[A-Z][A-Z0-9]+/g);

test("a table that fits loses no column", () => {
  expect(titles(53)).toEqual(HEAD);
});

test("colours are not taken for width, and no more columns than needed are left out, the least telling first", () => {
  expect(titles(52)).toEqual(["JOB", "NEXT", "P50"]);
  expect(titles(28)).toEqual(["JOB", "NEXT", "P50"]);
  expect(titles(27)).toEqual(["JOB", "NEXT"]);
});

test("what may not be left out stays however narrow it is", () => {
  expect(titles(5)).toEqual(["JOB", "NEXT"]);
});

test("a program is not given fewer columns", () => {
  expect(renderTable(HEAD, ROWS, terminal(5, false), SPARE)[0]?.split("\t")).toHaveLength(4);
});
