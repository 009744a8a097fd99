// Plans: nothing to do when all is as desired, what somebody else owns is let alone, and equal inputs give equal bytes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredResources } from "../../src/desired/desired-resources.ts";
import type { ActualResource, Resource } from "../../src/desired/resource.ts";
import { makePlan, type PlanInput } from "../../src/plan/make-plan.ts";
import { planJson } from "../../src/plan/plan-json.ts";
import { modelOf } from "../manifest/load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
const NOW = Date.UTC(2027, 0, 15);
const CODE = new Map([
  ["jobs/a.ts", "sha-a"],
  ["jobs/b.ts", "sha-b"],
]);

function desire(...jobs: string[]) {
  return desiredResources(modelOf(`app: shop\njobs:\n${jobs.map((job) => `  ${job}\n`).join("")}`), PLACE, CODE, NOW);
}

const DAILY = "report: {handler: jobs/a.ts, schedule: rate(1 day), environment: {TOKEN: old}}";
const own = (resources: readonly Resource[]): ActualResource[] =>
  resources.map((resource) => ({ resource, owned: true }));

function planFor(desired: ReturnType<typeof desire>, actual: readonly ActualResource[], more: Partial<PlanInput> = {}) {
  return makePlan({
    environment: "local",
    desired: desired.resources,
    functionOf: desired.functionOf,
    actual,
    lastSynced: undefined,
    prune: false,
    allowManyDeletes: false,
    ...more,
  });
}

const stepsOf = (plan: ReturnType<typeof makePlan>) =>
  plan.actions.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

/** Actual resources of one kind, changed. */
const changed = <Kind extends Resource["kind"]>(
  resources: readonly Resource[],
  kind: Kind,
  change: Partial<Extract<Resource, { kind: Kind }>>,
): ActualResource[] => own(resources.map((one) => (one.kind === kind ? ({ ...one, ...change } as Resource) : one)));

describe("a plan", () => {
  test("creates what others point at before what points at it", () => {
    const plan = planFor(desire(DAILY), []);
    expect(stepsOf(plan)).toEqual([
      "create table shop-local-ledger",
      "create queue shop-local-failed",
      "create queue shop-local-undelivered",
      "create log-group /aws/lambda/shop-local-a",
      "create role shop-local-a",
      "create role shop-local-scheduler",
      "create group shop-local",
      "create function shop-local-a",
      "create invoke-config shop-local-a:live",
      "create schedule report",
    ]);
    expect(plan.actions.filter(({ job }) => job === "report").map(({ kind }) => kind)).toEqual([
      "log-group",
      "role",
      "function",
      "invoke-config",
      "schedule",
    ]);
  });

  test("is empty when all is as desired", () => {
    const desired = desire(DAILY);
    const plan = planFor(desired, own(desired.resources));
    expect(plan.actions).toEqual([]);
    expect(plan.unchanged).toBe(desired.resources.length);
  });

  test("is empty for what it would make of anything: applied, it plans nothing more", () => {
    const jobs = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
        handler: fc.constantFrom("jobs/a.ts", "jobs/b.ts"),
        memory: fc.integer({ min: 128, max: 10_240 }),
        days: fc.integer({ min: 2, max: 300 }),
        enabled: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 6 },
    );
    const manifestOf = (list: { name: string; handler: string; memory: number; days: number; enabled: boolean }[]) =>
      list.length === 0
        ? []
        : list.map(
            ({ name, handler, memory, days, enabled }) =>
              `"${name}": {handler: ${handler}, memory: ${memory}, schedule: rate(${days} days), enabled: ${enabled}}`,
          );
    fc.assert(
      fc.property(jobs, jobs, (before, after) => {
        const wanted = desire(...manifestOf(after), "z-last: {handler: jobs/a.ts}");
        const found = own(desire(...manifestOf(before), "z-last: {handler: jobs/a.ts}").resources);
        const state = new Map(found.map(({ resource }) => [`${resource.kind}/${resource.name}`, resource]));
        const plan = planFor(wanted, found, { prune: true, allowManyDeletes: true });
        for (const action of plan.actions) {
          if ("to" in action) state.set(`${action.kind}/${action.name}`, action.to);
          else if (action.action === "delete") state.delete(`${action.kind}/${action.name}`);
        }
        const again = planFor(wanted, own([...state.values()]), { prune: true, allowManyDeletes: true });
        expect(stepsOf(again).filter((step) => !step.startsWith("keep"))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("has the same bytes in whatever order its inputs come", () => {
    const desired = desire(DAILY, "other: {handler: jobs/b.ts, schedule: rate(2 days)}");
    const actual = own(
      desire(DAILY.replace("old", "new"), "gone: {handler: jobs/b.ts, schedule: rate(1 hour)}").resources,
    );
    const expected = JSON.stringify(planFor(desired, actual, { prune: true }));
    const all = { minLength: desired.resources.length };
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...desired.resources], all),
        fc.shuffledSubarray(actual, { minLength: actual.length }),
        (resources, found) => {
          expect(JSON.stringify(planFor(desired, found, { prune: true, desired: resources }))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("names each field that differs, and nothing else", () => {
    const desired = desire(DAILY);
    const plan = planFor(desired, changed(desired.resources, "schedule", { timezone: "Asia/Tokyo", attempts: 3 }));
    expect(plan.actions.map(({ action, name, changes }) => [action, name, changes])).toEqual([
      [
        "update",
        "report",
        [
          { path: "attempts", from: 3, to: 10 },
          { path: "timezone", from: "Asia/Tokyo", to: "UTC" },
        ],
      ],
    ]);
  });

  test("calls it drift when the file is as it was at the last sync, and an edit when it is not", () => {
    const desired = desire(DAILY);
    const actual = changed(desired.resources, "function", { memoryMb: 512 });
    const { desiredFingerprint } = planFor(desired, actual);
    expect(planFor(desired, actual, { lastSynced: desiredFingerprint }).drift).toEqual([
      { kind: "function", name: "shop-local-a", deleted: false, changes: [{ path: "memoryMb", from: 512, to: 256 }] },
    ]);
    const [gone, ...left] = changed(desired.resources, "function", {});
    expect(planFor(desired, left, { lastSynced: desiredFingerprint }).drift).toEqual([
      { kind: gone?.resource.kind, name: gone?.resource.name, deleted: true, changes: [] },
    ]);
    expect(planFor(desired, actual, { lastSynced: "another" }).drift).toEqual([]);
    expect(planFor(desired, actual).drift).toEqual([]);
  });

  test("changes its fingerprint with every value that would be applied", () => {
    const fingerprint = (memory: number) =>
      planFor(desire(`report: {handler: jobs/a.ts, memory: ${memory}}`), []).fingerprint;
    expect(fingerprint(512)).not.toBe(fingerprint(513));
    expect(fingerprint(512)).toBe(fingerprint(512));
  });
});

describe("what is not ours", () => {
  test("is never updated or deleted, even under a name that we want", () => {
    const desired = desire(DAILY);
    const foreign = changed(desired.resources, "function", { memoryMb: 512 }).map((one) => ({ ...one, owned: false }));
    const plan = planFor(desired, foreign, { prune: true, allowManyDeletes: true });
    expect(plan.actions).toEqual([]);
    expect(plan.foreign).toHaveLength(desired.resources.length);
  });

  test("and not wanted is not even mentioned", () => {
    const other = desire("other: {handler: jobs/b.ts, schedule: rate(1 day)}").resources.filter(
      ({ kind }) => kind === "schedule",
    );
    const plan = planFor(
      desire(DAILY),
      other.map((resource) => ({ resource, owned: false })),
      { prune: true },
    );
    expect(plan.actions.every(({ action }) => action === "create")).toBe(true);
    expect(plan.foreign).toEqual([]);
  });
});

describe("orphans", () => {
  test("do not lose the right to run what they run while they are kept, and take it along when they go", () => {
    const before = desire(DAILY, "old: {handler: jobs/b.ts, schedule: rate(1 day), deadLetter: false}");
    const after = desire(DAILY);
    const kept = planFor(after, own(before.resources));
    expect(stepsOf(kept).filter((step) => !step.startsWith("keep "))).toEqual([]);
    const pruned = planFor(after, own(before.resources), { prune: true });
    expect(stepsOf(pruned)).toContain("update role shop-local-scheduler");
    expect(stepsOf(pruned)).toContain("delete schedule old");
  });

  test("do not lose the right to write down their runs where another job's function runs them", () => {
    const before = desire(DAILY, "old: {handler: jobs/a.ts, schedule: rate(1 day), environment: {TOKEN: old}}");
    const after = desire(DAILY);
    const steps = (prune: boolean) => stepsOf(planFor(after, own(before.resources), { prune }));
    // The function says in its description whose it is.
    expect(steps(false)).toEqual(["update function shop-local-a", "keep schedule old"]);
    expect(steps(true)).toContain("update role shop-local-a");
  });

  const gone = own(desire("report: {handler: jobs/a.ts, schedule: rate(1 day)}").resources);
  const empty = { ...desire("x: {handler: jobs/a.ts}"), resources: [], functionOf: new Map() };

  test("are shown and kept unless they are asked to go", () => {
    const plan = planFor(empty, gone);
    expect(plan.actions.every(({ action }) => action === "keep")).toBe(true);
    expect(plan.orphans).toHaveLength(gone.length);
  });

  test("go from the schedule down, and what holds data never", () => {
    const plan = planFor(empty, gone, { prune: true });
    expect(stepsOf(plan).filter((step) => step.startsWith("delete"))).toEqual([
      "delete schedule report",
      "delete invoke-config shop-local-a:live",
      "delete function shop-local-a",
      "delete role shop-local-a",
      "delete role shop-local-scheduler",
    ]);
    expect(stepsOf(plan).filter((step) => step.startsWith("keep"))).toEqual([
      "keep table shop-local-ledger",
      "keep queue shop-local-failed",
      "keep queue shop-local-undelivered",
      "keep log-group /aws/lambda/shop-local-a",
      "keep group shop-local",
    ]);
  });

  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `j${from + index}: {handler: jobs/a.ts, schedule: rate(2 days)}`);

  test.each([
    { owned: 10, kept: 1, safe: true },
    { owned: 11, kept: 8, safe: true },
    { owned: 11, kept: 7, safe: false },
    { owned: 100, kept: 70, safe: true },
    { owned: 100, kept: 69, safe: false },
  ])("are refused to go when too many would: $kept left of $owned is safe: $safe", ({ owned, kept, safe }) => {
    const actual = own(desire(...many(0, owned)).resources);
    const prune = (allowManyDeletes: boolean) => () =>
      planFor(desire(...many(0, kept)), actual, { prune: true, allowManyDeletes });
    if (safe) expect(prune(false)).not.toThrow();
    else expect(prune(false)).toThrow(expect.objectContaining({ code: "unsafe-plan" }));
    expect(prune(true)).not.toThrow();
  });
});

describe("warnings", () => {
  const warningsOf = (plan: ReturnType<typeof makePlan>) => plan.actions.flatMap(({ warnings }) => warnings);

  test("say when a sync would enable what somebody has disabled", () => {
    const desired = desire(DAILY);
    const plan = planFor(desired, changed(desired.resources, "schedule", { enabled: false }));
    expect(warningsOf(plan)).toEqual([
      "it is disabled in AWS and this enables it; say enabled: false in the file to keep it disabled",
    ]);
  });

  test("say when deploying means running", () => {
    expect(warningsOf(planFor(desire(DAILY), []))).toEqual([
      "a rate fires right after it is created; give it start: to choose the first time",
    ]);
    const started = 'report: {handler: jobs/a.ts, schedule: rate(1 day), start: "2030-01-01T00:00:00Z"}';
    expect(warningsOf(planFor(desire(started), []))).toEqual([]);
  });
});

describe("secrets", () => {
  const job = "{handler: jobs/a.ts, schedule: rate(2 days), environment: {TOKEN: '$T'}, input: {key: 'k-$T'}}";
  const text = `app: shop\njobs:\n  r: ${job.replaceAll("$T", () => `$${"{env:T}"}`)}\n`;
  const model = (token: string) => modelOf(text, { variables: { T: token } });

  test.each(["s3cr3t-old", "x(7)y", "@@"])("do not appear in a plan that changes them: %s", (token) => {
    const wanted = model(token);
    const before = desiredResources(model("fOrMeR-value"), PLACE, CODE, NOW).resources;
    const plan = planFor(desiredResources(wanted, PLACE, CODE, NOW), own(before), { secrets: wanted.secrets });
    const shown = JSON.stringify(planJson(plan, 0));
    expect(plan.actions.map(({ kind }) => kind)).toEqual(["function", "schedule"]);
    expect(shown).not.toContain(token);
    expect(shown).not.toContain("fOrMeR");
    expect(plan.actions[0]?.changes).toEqual([{ path: "environment.TOKEN", from: "(hidden)", to: "${env:T}" }]);
  });
});

test("the document for programs has the plan's counts and none of its resources", () => {
  const desired = desire(DAILY);
  const plan = planFor(desired, changed(desired.resources, "schedule", { attempts: 3 }));
  expect(planJson(plan, 7)).toEqual({
    env: "local",
    fingerprint: plan.fingerprint,
    actions: [
      {
        action: "update",
        kind: "schedule",
        name: "report",
        job: "report",
        changes: [{ path: "attempts", from: 3, to: 10 }],
        warnings: [],
      },
    ],
    summary: { create: 0, update: 1, delete: 0, unchanged: desired.resources.length - 1 },
    drift: [],
    orphans: [],
    held: [],
    foreign: [],
    apiCalls: 7,
  });
});
