// The policy that `lamp iam` prints is enough for a sync on an engine that enforces permissions, and opens nothing it need not.
import { expect, test } from "vitest";
import type { PolicyDocument } from "../../src/desired/resource.ts";
import { FILES, makeTheirRole } from "./acts.ts";
import { openRights } from "./rights-bench.ts";

test("a role that may only sync is not refused a first sync, nor a plan of nothing after it", async () => {
  const bench = await openRights(FILES);
  await makeTheirRole(bench);
  const { out } = await bench.owner("iam", "--for", "sync");
  await bench.grant(JSON.parse(out) as PolicyDocument);
  expect(await bench.role("sync")).toMatchObject({ code: 0 });
  expect(await bench.role("plan", "--exit-code")).toMatchObject({ code: 0 });
  expect(await bench.role("destroy", "--yes")).not.toMatchObject({ code: 0 });
});

test("no statement is on * without a reason, no Sid stands twice, and no role may be passed to any service", async () => {
  const bench = await openRights(FILES);
  const { out } = await bench.owner("iam", "--json");
  const { policy, open, fits } = JSON.parse(out) as {
    policy: PolicyDocument;
    open: { actions: string[] }[];
    fits: boolean;
  };
  const explained = new Set(open.flatMap(({ actions }) => actions));
  const sids = policy.Statement.map(({ Sid }) => Sid);
  expect([fits, new Set(sids).size]).toEqual([true, sids.length]);
  for (const { Action, Resource, Condition } of policy.Statement) {
    const actions = Action as readonly string[];
    if ((Resource as readonly string[]).includes("*")) expect(actions.filter((one) => !explained.has(one))).toEqual([]);
    if (actions.includes("iam:PassRole"))
      expect(Condition).toMatchObject({ StringEquals: { "iam:PassedToService": expect.any(String) } });
  }
});

test("no function may be started by a sync where no job is caught up", async () => {
  const bench = await openRights(FILES);
  const actions = async () => {
    const { Statement } = JSON.parse((await bench.owner("iam", "--for", "sync")).out) as PolicyDocument;
    return Statement.flatMap(({ Action }) => Action);
  };
  expect(await actions()).not.toContain("lambda:InvokeFunction");
  bench.write("jobs.yaml", (FILES["jobs.yaml"] ?? "").replace("report: {", "report: {catchUp: last, "));
  expect(await actions()).toContain("lambda:InvokeFunction");
});

test("what the file takes from others is not left out, and stands under its own name", async () => {
  const theirs = "arn:aws:lambda:us-east-1:000000000000:function:theirs";
  const jobs = `  their: {function: theirs, retry: {attempts: 1}, input: {key: "\${ssm:/acme/key}"}}\n`;
  const bench = await openRights({ "jobs.yaml": `app: acme\njobs:\n${jobs}` });
  const { out } = await bench.owner("iam", "--for", "sync,run");
  const { Statement } = JSON.parse(out) as PolicyDocument;
  const onTheirs = Statement.filter(({ Resource }) => (Resource as readonly string[]).includes(theirs));
  expect(onTheirs.flatMap(({ Action }) => Action)).toEqual(
    expect.arrayContaining(["lambda:InvokeFunction", "lambda:UpdateFunctionEventInvokeConfig"]),
  );
  const parameter = "arn:aws:ssm:us-east-1:000000000000:parameter/acme/key";
  expect(Statement.find(({ Action }) => (Action as readonly string[]).includes("ssm:GetParameters"))).toMatchObject({
    Resource: [parameter],
  });
});
