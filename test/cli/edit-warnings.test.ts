// What a plan says of an edited schedule: no second run and no lost run on the day of the edit comes as a surprise.
import { describe, expect, test } from "vitest";
import { withEditWarnings } from "../../src/cli/edit-warnings.ts";
import { desiredResources } from "../../src/desired/desired-resources.ts";
import type { Resource } from "../../src/desired/resource.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { modelOf } from "../manifest/load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
/** A Monday, 13:00 in Berlin. */
const NOON = Date.parse("2027-03-01T12:00:00Z");
/** 07:00 on the second in Tokyo. */
const EVENING = Date.parse("2027-03-01T22:00:00Z");

function resourcesOf(jobs: readonly string[], now: number): readonly Resource[] {
  const model = modelOf(`app: shop\njobs:\n${jobs.map((job) => `  ${job}\n`).join("")}`);
  return desiredResources(model, PLACE, new Map([["jobs/a.ts", "sha"]]), now).resources;
}

/** The warnings of each schedule's action that has any, going from one manifest to another. */
function warnings(before: readonly string[], after: readonly string[], now = NOON): Record<string, readonly string[]> {
  const desired = resourcesOf(after, now);
  const plan = makePlan({
    environment: "local",
    desired,
    actual: resourcesOf(before, now).map((resource) => ({ resource, owned: true })),
    functionOf: new Map(),
    lastSynced: undefined,
    prune: false,
    allowManyDeletes: false,
  });
  const { actions, fingerprint } = withEditWarnings(plan, desired, now);
  expect(fingerprint).toBe(plan.fingerprint);
  return Object.fromEntries(
    actions.filter((action) => action.warnings.length > 0).map((action) => [action.name, action.warnings]),
  );
}

const report = (keys: string) => [`report: {handler: jobs/a.ts, ${keys}}`];
const edited = (from: string, to: string, now?: number) => warnings(report(from), report(to), now)["report"] ?? [];
const daily = (time: string) => `schedule: every day at ${time}`;

describe("an edited schedule", () => {
  test.each([
    ["a time that is still to come, after today's run", daily("06:00"), daily("18:00"), "06:00", "18:00"],
    ["one run more today", 'schedule: "0 6,20 * * *"', 'schedule: "0 14,20 * * *"', "06:00", "14:00"],
    [
      "another one-time run",
      "schedule: at(2027-03-01T06:00:00)",
      "schedule: at(2027-03-01T15:30:00)",
      "06:00",
      "15:30",
    ],
  ])("does not fire again today unsaid: %s", (_name, from, to, was, is) => {
    const day = "Mon, 1 Mar 2027";
    expect(edited(from, to)).toEqual([
      `this edit fires again today: it was due at ${day}, ${was} and will be at ${day}, ${is}`,
    ]);
  });

  test.each([
    ["a time that is over", daily("18:00"), daily("06:00"), "is next due at Tue, 2 Mar 2027, 06:00"],
    ["another day", daily("18:00"), "schedule: every friday at 18:00", "is next due at Fri, 5 Mar 2027, 18:00"],
    ["nothing more", daily("18:00"), `${daily("18:00")}, end: 2027-03-01T13:00:00Z`, "is not due again"],
  ])("does not skip today unsaid: %s", (_name, from, to, instead) => {
    expect(edited(from, to)).toEqual([
      `this edit skips today: it was to be due at Mon, 1 Mar 2027, 18:00 and now ${instead}`,
    ]);
  });

  test("has its day in its zone", () => {
    const tokyo = (time: string) => `${daily(time)}, timezone: Asia/Tokyo`;
    expect(edited(tokyo("06:00"), tokyo("23:00"), EVENING)).toEqual([
      "this edit fires again today: it was due at Tue, 2 Mar 2027, 06:00 and will be at Tue, 2 Mar 2027, 23:00",
    ]);
    expect(edited(daily("06:00"), daily("23:00"), EVENING)[0]).toContain("Mon, 1 Mar 2027, 23:00");
    expect(edited(daily("06:00"), tokyo("06:00"), EVENING)).toEqual([
      "this edit skips today: it was to be due at Tue, 2 Mar 2027, 15:00 and now is next due at Wed, 3 Mar 2027, 06:00",
    ]);
  });

  test.each([
    ["that is due today before and after", daily("18:00"), daily("19:00")],
    ["that was due today before and after", daily("06:00"), daily("07:00")],
    ["that moves within the hour", "schedule: cron(30 * * * ? *)", "schedule: cron(0 * * * ? *)"],
    ["whose times stay", `${daily("06:00")}, input: {a: 1}`, `${daily("06:00")}, input: {a: 2}`],
    ["that is switched off", daily("18:00"), `${daily("18:00")}, enabled: false`],
    ["that was a rate of unknown start", "schedule: rate(1 day)", daily("18:00")],
  ])("is let be when it is one %s", (_name, from, to) => {
    expect(edited(from, to)).toEqual([]);
  });

  test("in a form that we cannot read is let be", () => {
    const [to, now] = [resourcesOf(report(daily("18:00")), NOON), NOON];
    const actual = to.map((resource) => ({
      resource: resource.kind === "schedule" ? { ...resource, expression: "cron(? ? ? ? ? ?)" } : resource,
      owned: true,
    }));
    const settings = { lastSynced: undefined, prune: false, allowManyDeletes: false };
    const plan = makePlan({ environment: "local", desired: to, actual, functionOf: new Map(), ...settings });
    expect(withEditWarnings(plan, to, now).actions.map((action) => action.warnings)).toEqual([[]]);
  });
});

describe("a minute that many jobs share", () => {
  const many = (count: number, keys: string) =>
    Array.from({ length: count }, (_, index) => `j${index}: {handler: jobs/a.ts, ${keys}}`);
  const shared = (jobs: number) => [
    `this minute is shared by ${jobs} jobs: Mon, 1 Mar 2027, 18:00; another minute, or window:, spreads them`,
  ];

  test("is not joined unsaid by a new job, and the others are let be", () => {
    const others = many(9, daily("18:00"));
    expect(warnings(others, [...others, ...report(daily("18:00"))])).toEqual({ report: shared(10) });
    expect(warnings(others.slice(1), [...others.slice(1), ...report(daily("18:00"))])).toEqual({});
  });

  test("is not joined unsaid by an edited job, in whatever zone it is written", () => {
    const others = many(11, daily("18:00"));
    const [from, to] = [report(daily("17:00")), report(`${daily("19:00")}, timezone: Europe/Berlin`)];
    expect(warnings([...others, ...from], [...others, ...to])).toEqual({
      report: ["this minute is shared by 12 jobs: Mon, 1 Mar 2027, 19:00; another minute, or window:, spreads them"],
    });
  });

  test.each([
    ["a flexible window", `${daily("18:00")}, window: 15m`],
    ["no known start", "schedule: rate(6 hours)"],
    ["been disabled", `${daily("18:00")}, enabled: false`],
  ])("is not counted with those that have %s", (_name, keys) => {
    const quiet = many(12, keys);
    expect(warnings(report(daily("17:00")), [...quiet, ...report(daily("18:00"))])["report"] ?? []).toEqual([]);
    const said = Object.values(warnings(report(daily("17:00")), [...quiet, ...report(daily("17:00"))])).flat();
    expect(said.filter((warning) => warning.startsWith("this minute"))).toEqual([]);
  });
});

test("Y29: a time that is over is not planned without a word, and one to come is", () => {
  const at = (when: string) => report(`schedule: "at(${when})"`);
  expect(warnings(["other: {handler: jobs/a.ts}"], at("2027-03-01T11:00:00"))["report"]).toEqual([
    "this time is over: it is not due any more; take it out of the file, or give it a time to come",
  ]);
  expect(warnings(["other: {handler: jobs/a.ts}"], at("2027-03-01T13:00:00"))).toEqual({});
});
