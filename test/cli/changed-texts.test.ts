// What a plan shows of a long value that changes: the place where it changes.
import { expect, test } from "vitest";
import { changedTexts } from "../../src/cli/render/changed-texts.ts";

const LONG = `{"lamplighter":1,"job":"hello","schedule":"<aws.scheduler.schedule-arn>","input":{"name":`;

test.each<[string, unknown, unknown, readonly [string, string]]>([
  ["short values", 30, 7, ["30", "7"]],
  ["a value that was not there", null, LONG, ["(none)", `${LONG.slice(0, 39)}…`]],
  ["a change at the end", `${LONG}"world"}}`, `${LONG}"moon"}}`, ['…t":{"name":"world"}}', '…t":{"name":"moon"}}']],
  ["a change at the beginning", `a${LONG}`, `b${LONG}`, [`a${LONG.slice(0, 38)}…`, `b${LONG.slice(0, 38)}…`]],
  ["a longer list", LONG, `${LONG}1`, ['…ut":{"name":', '…ut":{"name":1']],
])("%s do not look alike", (_name, from, to, expected) => {
  expect(changedTexts(from, to, 40)).toEqual(expected);
});
