// What `lamp iam` prints is enough for a project that records an existing function, and names that function and no other.
import { expect, test } from "vitest";
import type { PolicyDocument } from "../../src/desired/resource.ts";
import { billingNow, makeBilling, RECORDER } from "../flow/existing-function.ts";
import { openRights } from "./rights-bench.ts";

const FILE = `app: acme
jobs:
  bill: {schedule: "0 6 * * *", function: billing, record: true, retry: {attempts: 0}}
  other: {schedule: "0 6 * * *", function: "elsewhere:live", retry: {attempts: 1}}
`;

test("nobody is refused what recording takes, and may not set destinations of other functions", {
  timeout: 60_000,
}, async () => {
  const bench = await openRights({ "jobs.yaml": FILE.replace(/^ {2}other.*\n/m, "") });
  await makeBilling(bench, RECORDER.replace("-local-", "-test-"));
  const grant = async (uses: string) => {
    const { out } = await bench.owner("iam", "--for", uses);
    await bench.grant(JSON.parse(out) as PolicyDocument);
  };
  await grant("sync");
  expect(await bench.role("sync")).toMatchObject({ code: 0 });
  expect(await bench.role("plan", "--exit-code")).toMatchObject({ code: 0 });
  await grant("plan");
  expect(await bench.role("verify")).toMatchObject({ code: 0 });
  await grant("run");
  const ran = await bench.role("run", "bill", "--json");
  expect(ran).toMatchObject({ code: 0 });
  await bench.settle();
  const { id } = JSON.parse(ran.out).run as { id: string };
  await grant("read");
  expect((await bench.role("show", id)).out).toContain("succeeded");
  expect((await bench.role("logs", id)).out).toContain("REPORT");
  await grant("destroy");
  expect(await bench.role("destroy", "--yes")).toMatchObject({ code: 0 });
  expect((await billingNow(bench)).settings).toMatchObject({ success: undefined, failure: undefined });
});

test("no Sid stands twice where some functions are recorded and others only tried again", async () => {
  const bench = await openRights({ "jobs.yaml": FILE });
  const { out } = await bench.owner("iam", "--json");
  const { Statement } = (JSON.parse(out) as { policy: PolicyDocument }).policy;
  const sids = Statement.map(({ Sid }) => Sid);
  expect(new Set(sids).size).toBe(sids.length);
  const deletes = Statement.filter(({ Action }) =>
    (Action as string[]).includes("lambda:DeleteFunctionEventInvokeConfig"),
  );
  expect(deletes.flatMap(({ Resource }) => Resource as string[]).sort()).toEqual([
    "arn:aws:lambda:us-east-1:000000000000:function:acme-test-*",
    "arn:aws:lambda:us-east-1:000000000000:function:billing",
  ]);
});
