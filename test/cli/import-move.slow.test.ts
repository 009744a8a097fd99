// lamp import --move as its users have it: what is said before and after, and what is refused.
import { expect, test } from "vitest";
import { firedAlready } from "./fired-already.ts";
import { type LampProject, project } from "./lamp.ts";

/** Twice a year, so that whenever this runs no due time is near; `often` has one every minute. */
async function imported(): Promise<LampProject> {
  const made = project({});
  const fired = await firedAlready(made.folder, ["billing"]);
  const month = new Date().getUTCMonth() < 6 ? 11 : 4;
  await fired.rule("seldom", `cron(0 0 15 ${month} ? *)`, {});
  await fired.rule("often", "cron(* * * * ? *)", {});
  await fired.schedule("weekly", { GroupName: "reports", ScheduleExpression: `cron(0 0 15 ${month} ? *)` });
  await fired.close();
  expect((await made.lamp("import", "--app", "shop")).code).toBe(0);
  expect((await made.lamp("sync")).code).toBe(0);
  return made;
}

test("a move says what it will do, does it only when told to, and the way back too", { timeout: 120_000 }, async () => {
  const made = await imported();
  const dry = await made.lamp("import", "--move", "seldom", "--dry-run");
  expect([dry.code, dry.out]).toEqual([0, "rule/seldom: would be done now\n"]);
  expect(dry.err).toMatch(/1 note the move on rule\/seldom\n.*2 disable rule\/seldom\n.*3 enable schedule seldom\n/);
  const unasked = await made.lamp("import", "--move", "seldom");
  expect([unasked.code, unasked.out]).toEqual([1, expect.stringMatching(/^rule\/seldom: refused: .*--yes/)]);
  expect((await made.lamp("plan")).out).toMatch(/rule\/seldom fires it still/);
  const done = await made.lamp("import", "--move", "seldom", "--yes");
  expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^rule\/seldom: done, next due \d{4}-\d\d-15T/)]);
  const again = await made.lamp("import", "--move", "seldom", "--yes");
  expect([again.code, again.out]).toEqual([0, "rule/seldom: nothing to do, it is moved already\n"]);
  const plan = await made.lamp("plan", "--exit-code");
  expect([plan.code, plan.out]).toEqual([0, expect.not.stringContaining("rule/seldom")]);
  const back = await made.lamp("import", "--move", "rule/seldom", "--undo", "--yes", "--json");
  expect([back.code, JSON.parse(back.out)]).toMatchObject([
    0,
    { format: 1, undo: true, moves: [{ origin: "rule/seldom", status: "done", reason: null, lost: [] }] },
  ]);
  expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
});

test("of all, what can be moved is not kept from it by what cannot", { timeout: 120_000 }, async () => {
  const made = await imported();
  const { code, out } = await made.lamp("import", "--move", "all", "--yes", "--json");
  const { moves } = JSON.parse(out) as { moves: { origin: string; status: string; reason: string | null }[] };
  expect([code, moves.map(({ origin, status }) => `${origin} ${status}`)]).toEqual([
    4,
    ["rule/often refused", "rule/seldom done", "schedule/reports/weekly done"],
  ]);
  expect(moves[0]?.reason).toMatch(/due so often that no moment is 60 s away/);
});

test("a pause that is lifted does not switch on what something else fires still", { timeout: 120_000 }, async () => {
  const made = await imported();
  await made.lamp("pause", "weekly", "--reason", "a look");
  const paused = await made.lamp("import", "--move", "weekly", "--yes");
  expect([paused.code, paused.out]).toEqual([1, expect.stringMatching(/the job weekly is paused/)]);
  expect((await made.lamp("resume", "weekly")).code).toBe(0);
  expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
  expect((await made.lamp("plan")).out).toMatch(/schedule\/reports\/weekly fires it still/);
});

test("a name that no job replaces, a margin that is none and a schedule of its own are refused", {
  timeout: 120_000,
}, async () => {
  const made = await imported();
  for (const [words, said] of [
    [["--move", "nothing"], /no job says replaces: …\/nothing; the file has rule\/often, rule\/seldom/],
    [["--move", "seldom", "--margin", "soon"], /--margin: expected a span like 30s/],
  ] as const)
    expect(await made.lamp("import", ...words)).toMatchObject({ code: 1, err: expect.stringMatching(said) });
  made.write(
    "own.yaml",
    "app: shop\njobs:\n  a: {schedule: every hour, function: x, replaces: schedule/shop-local/a}\n",
  );
  const own = await made.lamp("plan", "--file", "own.yaml");
  expect([own.code, own.err]).toEqual([1, expect.stringMatching(/is a schedule of this very app and environment/)]);
});
