// lamp rollback: the earlier code runs at once, whoever shares it is named, and the next sync does not hide that it undoes it.
import { expect, test } from "vitest";
import { project } from "./lamp.ts";

const returning = (value: string) => `import { job } from "lamplighter";
export default job(async () => "${value}");
`;
const JOBS = `app: acme
jobs:
  hello: {handler: jobs/hello.ts}
  other: {handler: jobs/hello.ts}
  theirs: {function: someone-elses}
`;

test("a rollback does not wait for a build, forget who shares the function, or go unseen by the plan", async () => {
  const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": returning("first") });
  const result = async () => JSON.parse((await made.lamp("run", "hello", "--wait", "--json")).out).run.result;
  expect((await made.lamp("sync")).code).toBe(0);
  const none = await made.lamp("rollback", "hello");
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining("no version before 1") });
  made.write("jobs/hello.ts", returning("second"));
  expect((await made.lamp("sync")).code).toBe(0);
  expect(await result()).toBe("second");

  const back = await made.lamp("rollback", "hello", "--json");
  expect(back.code).toBe(0);
  expect(JSON.parse(back.out)).toMatchObject({
    format: 1,
    function: "acme-local-hello",
    from: 2,
    to: 1,
    jobs: ["hello", "other"],
  });
  expect(await result()).toBe("first");
  const plan = await made.lamp("plan", "--exit-code", "--json");
  expect(plan.code).toBe(2);
  expect(JSON.parse(plan.out).summary).toMatchObject({ create: 0, update: 1, delete: 0 });
  expect((await made.lamp("sync")).code).toBe(0);
  expect(await result()).toBe("second");

  const wrong = await made.lamp("rollback", "hello", "--to", "9");
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("There are: 1, 2") });
  const theirs = await made.lamp("rollback", "theirs");
  expect(theirs).toMatchObject({ code: 1, err: expect.stringContaining("never changes") });
}, 90_000);
