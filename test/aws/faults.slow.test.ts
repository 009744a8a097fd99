// Whatever call goes wrong, before or after it was done: a passing fault is not seen, and after a final one a second try converges.
import { describe, expect, onTestFinished, test } from "vitest";
import type { Cloud } from "../../src/apply/cloud.ts";
import { createClients } from "../../src/aws/clients.ts";
import { createCloud } from "../../src/aws/cloud.ts";
import { codeSha256Of } from "../../src/bundle/zip.ts";
import { systemClock } from "../../src/core/clock.ts";
import { type Resource, resourceKey } from "../../src/desired/resource.ts";
import { CODE, EVERYTHING, engineCloud, FUNCTION, SCHEDULE, SCOPE, zipReturning } from "./engine-cloud.ts";
import { type Fault, type FaultyWay, faultyWay } from "./faulty-way.ts";

const FAULTS: readonly Fault[] = ["after soft", "before hard", "after hard"];
const NEW_CODE = zipReturning("second");
const codeFor = (resource: Resource) => {
  if (resource.kind !== "function") return undefined;
  return resource.codeSha256 === FUNCTION.codeSha256 ? CODE : NEW_CODE;
};

interface Case {
  readonly direct: Cloud;
  readonly faulty: Cloud;
  readonly way: FaultyWay;
}

async function start(): Promise<Case> {
  const { cloud: direct, endpoint } = await engineCloud();
  const way = await faultyWay(endpoint);
  const clients = createClients({ region: "us-east-1", endpoint: way.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await way.close();
  });
  return { direct, faulty: createCloud({ clients, clock: systemClock }), way };
}

async function seen(cloud: Cloud, wanted: Resource): Promise<Resource | undefined> {
  const all = await cloud.observe({ ...SCOPE, desired: [wanted] });
  return all.map(({ resource }) => resource).find((one) => resourceKey(one) === resourceKey(wanted));
}

/** What a second sync does. */
async function converge(cloud: Cloud, wanted: Resource): Promise<void> {
  const found = await seen(cloud, wanted);
  if (found) await cloud.update(found, wanted, codeFor(wanted));
  else await cloud.create(wanted, codeFor(wanted));
}

/** Breaks each call of `work` in each way, as many calls as it has; answers how many those were. */
async function breakEach(
  { direct, way }: Case,
  wanted: Resource,
  reset: () => Promise<void>,
  work: () => Promise<void>,
) {
  for (let call = 1; ; call++) {
    for (const fault of FAULTS) {
      await reset();
      way.breakAt(call, fault);
      const failure = await work().then(
        () => undefined,
        (error: unknown) => error,
      );
      const reached = way.calls() >= call;
      const where = `${fault} call ${call}`;
      if (fault.endsWith("soft") || !reached) expect(failure, where).toBeUndefined();
      else await converge(direct, wanted);
      expect(await seen(direct, wanted), where).toEqual(wanted);
      if (!reached) return call - 1;
    }
  }
}

describe.each(EVERYTHING.map((resource) => [resourceKey(resource), resource] as const))(
  "creating %s",
  (_key, resource) => {
    test("does not end in anything else, whichever call breaks", { timeout: 30_000 }, async () => {
      const one = await start();
      const before = EVERYTHING.slice(0, EVERYTHING.indexOf(resource));
      for (const needed of before) await one.direct.create(needed, codeFor(needed));
      const calls = await breakEach(
        one,
        resource,
        () => (resource.kind === "group" ? Promise.resolve() : one.direct.delete(resource)),
        () => one.faulty.create(resource, codeFor(resource)),
      );
      expect(calls).toBeGreaterThan(0);
    });
  },
);

const UPDATES: readonly (readonly [string, Resource])[] = [
  ["a function", { ...FUNCTION, codeSha256: codeSha256Of(NEW_CODE), memoryMb: 1024 }],
  ["a schedule", { ...SCHEDULE, expression: "rate(1 day)", enabled: false }],
];

test.each(UPDATES)("changing %s does not end in anything else, whichever call breaks", async (_what, to) => {
  const one = await start();
  for (const resource of EVERYTHING) await one.direct.create(resource, codeFor(resource));
  const from = EVERYTHING.find((resource) => resourceKey(resource) === resourceKey(to)) ?? to;
  const calls = await breakEach(
    one,
    to,
    () => one.direct.update(to, from, codeFor(from)),
    () => one.faulty.update(from, to, codeFor(to)),
  );
  expect(calls).toBeGreaterThan(0);
});
