// Applying must not hide a failure, must not let one job's failure hold up another, and must never delete what still runs.
import { describe, expect, test } from "vitest";
import { type ActionResult, applyPlan } from "../../src/apply/apply-plan.ts";
import type { Cloud } from "../../src/apply/cloud.ts";
import { type Resource, resourceKey } from "../../src/desired/resource.ts";
import { inOrder } from "../../src/plan/order.ts";
import type { Action, Plan } from "../../src/plan/plan.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
const TAGS = {};
const document = { Version: "2012-10-17", Statement: [] } as const;

/** One job's own resources, and the two that all share. */
const shared: Resource[] = [
  { kind: "group", name: "app", tags: TAGS },
  { kind: "queue", name: "app-undelivered", retentionSeconds: 60, visibilitySeconds: 30, tags: TAGS },
  { kind: "role", name: "app-scheduler", description: "", trust: document, policy: document, tags: TAGS },
];
const jobResources = (job: string): Resource[] => [
  { kind: "log-group", name: `/aws/lambda/app-${job}`, retentionDays: 1, tags: TAGS },
  { kind: "role", name: `app-${job}`, description: "", trust: document, policy: document, tags: TAGS },
  {
    kind: "function",
    name: `app-${job}`,
    description: "",
    roleArn: `arn:aws:iam::000000000000:role/app-${job}`,
    handler: "index.handler",
    runtime: "nodejs24.x",
    architecture: "arm64",
    memoryMb: 128,
    timeoutSeconds: 3,
    storageMb: 512,
    environment: {},
    layers: [],
    logGroup: `/aws/lambda/app-${job}`,
    codeSha256: job,
    tags: TAGS,
  },
  { kind: "invoke-config", name: `app-${job}:live`, attempts: 2, maxAgeSeconds: 60, onFailureArn: undefined },
  {
    kind: "schedule",
    name: job,
    group: "app",
    description: undefined,
    expression: "rate(1 hour)",
    timezone: "UTC",
    enabled: true,
    startAt: undefined,
    endAt: undefined,
    windowMinutes: undefined,
    deleteAfterCompletion: false,
    targetArn: `${ARN}app-${job}:live`,
    roleArn: "arn:aws:iam::000000000000:role/app-scheduler",
    input: "{}",
    deadLetterArn: "arn:aws:sqs:us-east-1:000000000000:app-undelivered",
    attempts: 1,
    maxAgeSeconds: 60,
  },
];

const step = (resource: Resource) => {
  return { kind: resource.kind, name: resource.name, job: null, warnings: [], changes: [] };
};
const create = (to: Resource): Action => ({ ...step(to), action: "create", to });
const remove = (from: Resource): Action => ({ ...step(from), action: "delete", from });
const keep = (from: Resource): Action => ({ ...step(from), action: "keep", from });

function planOf(actions: readonly Action[]): Plan {
  const none = { orphans: [], foreign: [], held: [], drift: [] };
  return {
    environment: "test",
    fingerprint: "",
    desiredFingerprint: "",
    actions: inOrder(actions),
    unchanged: 0,
    ...none,
  };
}

/** Remembers the calls in their order; `breaks` is the key whose call fails. */
function recordingCloud(breaks: string | undefined, calls: string[]): Cloud {
  let under = 0;
  const call = async (verb: string, resource: Resource) => {
    const key = resourceKey(resource);
    calls.push(`${verb} ${key}`);
    under++;
    await Promise.resolve();
    under--;
    expect(under).toBeLessThan(16);
    if (key === breaks) throw new Error(`${key} broke`);
  };
  return {
    identity: () => Promise.reject(new Error("not asked for")),
    observe: () => Promise.reject(new Error("not asked for")),
    create: (resource) => call("create", resource),
    update: (_from, to) => call("update", to),
    delete: (resource) => call("delete", resource),
    apiCalls: () => 0,
  };
}

async function run(actions: readonly Action[], breaks?: string, signal = new AbortController().signal) {
  const calls: string[] = [];
  const told: ActionResult[] = [];
  const results = await applyPlan({
    plan: planOf(actions),
    cloud: recordingCloud(breaks, calls),
    code: new Map(),
    signal,
    onResult: (result) => void told.push(result),
  });
  const status = Object.fromEntries(results.map((one) => [`${one.action.kind}/${one.action.name}`, one.status]));
  return { calls, results, told, status };
}

const all = [...shared, ...jobResources("a"), ...jobResources("b")];

describe("a plan of two jobs", () => {
  test("does not begin anything before what it points at", async () => {
    const { calls, told, results } = await run(all.map(create));
    const at = (key: string) => calls.indexOf(`create ${key}`);
    expect(calls).toHaveLength(all.length);
    expect(at("schedule/a")).toBeGreaterThan(at("invoke-config/app-a:live"));
    expect(at("invoke-config/app-a:live")).toBeGreaterThan(at("function/app-a"));
    expect(at("function/app-a")).toBeGreaterThan(at("role/app-a"));
    expect(new Set(told)).toEqual(new Set(results));
  });

  const broken: [string, string[]][] = [
    ["function/app-a", ["invoke-config/app-a:live", "schedule/a"]],
    ["role/app-a", ["function/app-a", "invoke-config/app-a:live", "schedule/a"]],
    ["log-group//aws/lambda/app-a", ["function/app-a", "invoke-config/app-a:live", "schedule/a"]],
    ["invoke-config/app-a:live", ["schedule/a"]],
    ["schedule/a", []],
    ["group/app", ["schedule/a", "schedule/b"]],
    ["queue/app-undelivered", ["schedule/a", "schedule/b"]],
    ["role/app-scheduler", ["schedule/a", "schedule/b"]],
  ];
  test.each(broken)("does not attempt what needs %s when that fails, and does all the rest", async (key, held) => {
    const { status, results } = await run(all.map(create), key);
    const expected = all.map((one) => {
      const name = resourceKey(one);
      return [name, name === key ? "failed" : held.includes(name) ? "notAttempted" : "done"];
    });
    expect(status).toEqual(Object.fromEntries(expected));
    expect(results.find(({ status: one }) => one === "failed")?.error).toBe(`${key} broke`);
  });
});

describe("deleting", () => {
  test("does not come before creating, nor a function before its schedule", async () => {
    const { calls } = await run([...jobResources("a").map(create), ...jobResources("b").map(remove)]);
    const firstDelete = calls.findIndex((call) => call.startsWith("delete"));
    expect(calls.slice(firstDelete).every((call) => call.startsWith("delete"))).toBe(true);
    expect(calls.indexOf("delete schedule/b")).toBeLessThan(calls.indexOf("delete function/app-b"));
    expect(calls.indexOf("delete function/app-b")).toBeLessThan(calls.indexOf("delete role/app-b"));
  });

  test("does not happen after something failed: what runs is not taken away", async () => {
    const { calls } = await run([...jobResources("a").map(create), ...jobResources("b").map(remove)], "function/app-a");
    expect(calls.filter((call) => call.startsWith("delete"))).toEqual([]);
  });

  test("does not touch an orphan that is kept", async () => {
    const { calls, results } = await run(jobResources("b").map(keep));
    expect([calls, results]).toEqual([[], []]);
  });
});

test("an interrupted apply does not begin anything new, and says what was left", async () => {
  const stop = new AbortController();
  stop.abort();
  const { calls, status } = await run(all.map(create), undefined, stop.signal);
  expect(calls).toEqual([]);
  expect(new Set(Object.values(status))).toEqual(new Set(["notAttempted"]));
});

test("C02: does not make a change that the lock's holder may not make any more", async () => {
  let left = 2;
  const calls: string[] = [];
  const results = await applyPlan({
    plan: planOf(shared.map(create)),
    cloud: recordingCloud(undefined, calls),
    code: new Map(),
    signal: new AbortController().signal,
    obstacle: async () => (left-- > 0 ? undefined : "somebody else's by now"),
    onResult: () => {},
  });
  expect(calls).toHaveLength(2);
  const stopped = results.filter(({ status }) => status === "notAttempted");
  expect(stopped).toHaveLength(shared.length - 2);
  expect(stopped.every(({ error }) => error === "somebody else's by now" || error?.includes("needs this"))).toBe(true);
});
