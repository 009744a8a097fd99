// Runs as CSV: what handlers and people wrote cannot become a formula, another column or a command to the terminal.
import { describe, expect, test } from "vitest";
import { runsCsv } from "../../src/cli/render/runs-csv.ts";
import { toRun } from "../../src/history/run.ts";
import { NOON, runItem } from "../history/run-items.ts";

const reasonCell = (reason: string): string => {
  const [, row = ""] = runsCsv([{ ...toRun(runItem({ result: undefined }), NOON), reason, cost: null }]);
  return row.slice(
    "succeeded,report,2027-03-01T12:00:00.000Z,2027-03-01T12:00:00.100Z,2027-03-01T12:00:01.110Z,1010,1,schedule,,report.20270301T120000Z,"
      .length,
    -2,
  );
};

describe("a cell", () => {
  test.each([
    ["plain", "plain"],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    [" =1", "' =1"],
    ["＝1", "'＝1"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["one\ntwo", '"one\ntwo"'],
    ["\u001b[2J", "\\u001b[2J"],
  ])("does not become more than text: %j", (reason, cell) => {
    expect(reasonCell(reason)).toBe(cell);
  });

  test("does not shift: each row has the head's columns", () => {
    const [head = "", row = ""] = runsCsv([toRun(runItem({ result: undefined }), NOON)]);
    expect(row.split(",")).toHaveLength(head.split(",").length);
  });
});
