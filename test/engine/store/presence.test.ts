// One look at the folder stands for looks at the files in it: what becomes of them must not hide behind it.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { Presence } from "../../../src/engine/store/presence.ts";

let folder: string;
const database = () => join(folder, "engine.db");
const log = () => `${database()}-wal`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamp-presence-"));
  writeFileSync(database(), "");
  writeFileSync(log(), "");
});
afterEach(() => {
  for (const each of [folder, `${folder}-moved`]) rmSync(each, { recursive: true, force: true });
});

/** `later`: the folder's last change is long ago, so that its times are trusted. */
function seenOnce(later: boolean): Presence {
  const clock = { now: () => systemClock.now() + (later ? 60_000 : 0) };
  const presence = new Presence({ database: database(), log: log() }, clock);
  expect(presence.missing()).toBeUndefined();
  return presence;
}

const replace = (path: string) => {
  writeFileSync(`${path}.other`, "");
  renameSync(`${path}.other`, path);
};

const LOSSES: readonly [string, () => string, () => void][] = [
  ["database deleted", database, () => rmSync(database())],
  ["database replaced", database, () => replace(database())],
  ["log deleted", log, () => rmSync(log())],
  ["log moved", log, () => renameSync(log(), `${log()}.moved`)],
  ["log replaced", log, () => replace(log())],
  ["folder moved", database, () => renameSync(folder, `${folder}-moved`)],
];
test.each(LOSSES)(
  "S10 %s: does not go unseen, whether the folder's times were trusted or too young",
  (_, lost, lose) => {
    const looks = [seenOnce(true), seenOnce(false)];
    lose();
    expect(looks.map((presence) => presence.missing())).toEqual([lost(), lost()]);
    expect(looks.map((presence) => presence.missing())).toEqual([lost(), lost()]);
  },
);

test("another file in the folder is no reason to stop", () => {
  const presence = seenOnce(true);
  writeFileSync(join(folder, "engine.json"), "{}");
  expect([presence.missing(), presence.missing()]).toEqual([undefined, undefined]);
});
