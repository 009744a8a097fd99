// A plan of nothing, as a user runs it against an account: few calls, said so, and the same plan as one that reads all.
import { expect, onTestFinished, test } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { createDynamo } from "../../src/aws/dynamo.ts";
import { startEngine } from "../../src/engine/engine.ts";
import { HELLO, project } from "./lamp.ts";

const JOBS = Array.from(
  { length: 60 },
  (_, index) => `  job-${index}: {schedule: every hour, handler: jobs/hello.ts}\n`,
);

test("does not take more than 8 calls after a sync, nor another plan without what was remembered", {
  timeout: 60_000,
}, async () => {
  const engine = await startEngine({ directory: ":memory:", port: 0, fire: false });
  const clients = createClients({ region: "us-east-1", endpoint: engine.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await engine.close();
  });
  const made = project({
    "jobs.yaml": `app: acme\njobs:\n${JOBS.join("")}`,
    "jobs/hello.ts": HELLO,
    "config/prod.yaml": `region: us-east-1\nendpoint: ${engine.endpoint}\n`,
  });
  const plan = async (...words: string[]) => {
    const { code, out, err } = await made.lamp("plan", "--env", "prod", "--json", "--exit-code", ...words);
    expect(err).toBe("");
    const { apiCalls, asOf, ...rest } = JSON.parse(out);
    return { code, apiCalls, asOf, rest };
  };
  expect(await made.lamp("sync", "--env", "prod")).toMatchObject({ code: 0 });
  const soon = await plan();
  expect(soon).toMatchObject({ code: 0, rest: { actions: [] } });
  expect(soon.apiCalls).toBeLessThanOrEqual(8);
  expect(soon.asOf.length).toBeGreaterThan(0);
  const full = await plan("--full");
  expect(full.asOf).toEqual([]);
  expect(full.rest).toEqual(soon.rest);

  const dynamo = createDynamo(clients);
  const Key = { pk: { S: "SYNC" }, sk: { S: "READ#0" } };
  await dynamo.send("UpdateItem", {
    TableName: "acme-prod-ledger",
    Key,
    UpdateExpression: "SET #text = :text",
    ExpressionAttributeNames: { "#text": "text" },
    ExpressionAttributeValues: { ":text": { S: "garbled" } },
  });
  const again = await plan();
  expect(again.rest).toEqual(soon.rest);
  expect(again.apiCalls).toBeGreaterThan(60);
  expect((await plan()).apiCalls).toBeLessThanOrEqual(8);

  made.write("jobs.yaml", `app: acme\njobs:\n${JOBS.join("").replace("every hour", "every 2 hours")}`);
  const edited = await plan();
  expect(edited).toMatchObject({ code: 2, asOf: [], rest: { summary: { update: 1 } } });

  // The account stands in the schedules' ARNs: not asking for it must not be not minding it.
  made.write("config/prod.yaml", `region: us-east-1\nendpoint: ${engine.endpoint}\naccount: "111111111111"\n`);
  const refused = await made.lamp("plan", "--env", "prod");
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("111111111111");
});
