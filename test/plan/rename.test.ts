// A renamed job in the plan: what comes says what it was, what goes needs no prune, and nothing else of the old name goes.
import { expect, test } from "vitest";
import { desiredResources } from "../../src/desired/desired-resources.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { actionJson } from "../../src/plan/plan-json.ts";
import { modelOf } from "../manifest/load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
const desire = (job: string) =>
  desiredResources(modelOf(`app: shop\njobs:\n  ${job}\n`), PLACE, new Map([["jobs/a.ts", "sha"]]), 0);
const REST = "handler: jobs/a.ts, schedule: rate(1 day), start: 2027-03-01T00:00:00Z";

test("a rename deletes the old schedule, and that alone, without being asked to prune", () => {
  const before = desire(`old: {${REST}}`).resources;
  const { resources: desired, functionOf, movedTo } = desire(`new: {${REST}, was: old}`);
  const actual = before.map((resource) => ({ resource, owned: true }));
  const choice = { lastSynced: undefined, prune: false, allowManyDeletes: false };
  const plan = makePlan({ environment: "local", desired, actual, functionOf, movedTo, ...choice });
  const steps = plan.actions.map(actionJson);
  expect(steps.map(({ action, kind, name, was, movedTo: to }) => [action, kind, name, was ?? to ?? null])).toEqual([
    ["update", "role", "shop-local-a", null],
    ["update", "function", "shop-local-a", null],
    ["create", "schedule", "new", ["old"]],
    ["delete", "schedule", "old", "new"],
  ]);
  expect(plan.orphans).toEqual([]);
});
