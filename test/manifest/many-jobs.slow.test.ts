// A file as large as it may be: read, made into resources and planned in less time than somebody would wait for.
import { expect, test } from "vitest";
import { desiredResources } from "../../src/desired/desired-resources.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { load, modelOf } from "./load.ts";

const PLACE = { partition: "aws", region: "eu-central-1", account: "123456789012" };
const jobs = (count: number) =>
  `app: shop\njobs:\n${Array.from({ length: count }, (_, n) => `  job-${n}: {handler: jobs/a.ts, schedule: "${n % 60} ${n % 24} * * *"}\n`).join("")}`;

test("Y37: 10,000 jobs are planned within five seconds", { timeout: 60_000 }, () => {
  const cpu = process.cpuUsage();
  const model = modelOf(jobs(10_000));
  const { resources, functionOf } = desiredResources(model, PLACE, new Map([["jobs/a.ts", "sha"]]), 0);
  const choice = { lastSynced: undefined, prune: false, allowManyDeletes: false };
  const plan = makePlan({ environment: "local", desired: resources, actual: [], functionOf, ...choice });
  expect(plan.actions.filter(({ kind }) => kind === "schedule")).toHaveLength(10_000);
  const { user, system } = process.cpuUsage(cpu);
  expect((user + system) / 1_000_000).toBeLessThan(5);
});

test("Y37: more jobs than a file may hold are refused", () => {
  const { problems } = load(jobs(20_001));
  expect(problems.map(({ code }) => code)).toEqual(["too-many"]);
});
