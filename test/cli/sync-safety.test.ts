// Sync that can be trusted: a saved plan to the last value or nothing, and never two syncs in one environment at a time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteItemCommand, DynamoDBClient, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { SYNC_LOCK } from "../../src/ledger/keys.ts";
import { HELLO, printed, project } from "./lamp.ts";

const JOBS = `app: acme
jobs:
  hello: {schedule: every hour, handler: jobs/hello.ts, environment: {TOKEN: "\${env:USER}"}}
`;

describe("a saved plan", () => {
  test("C03: is not applied when anything has changed since, and is when nothing has", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    expect(await made.lamp("plan", "--out", "first.plan")).toMatchObject({ code: 0 });
    expect(readFileSync(join(made.folder, "first.plan"), "utf8")).not.toContain("tester");
    expect(await made.lamp("sync", "first.plan")).toMatchObject({ code: 0 });
    made.write("jobs.yaml", JOBS.replace("every hour", "every 2 hours"));
    await made.lamp("plan", "--out", "second.plan");
    made.write("jobs.yaml", JOBS.replace("every hour", "every 3 hours"));
    expect(await made.lamp("sync", "second.plan")).toMatchObject({
      code: 1,
      err: expect.stringContaining("the same steps, to other values"),
    });
    expect(await made.lamp("sync", "first.plan")).toMatchObject({
      code: 1,
      err: expect.stringContaining("planned since: update schedule hello"),
    });
    made.write("jobs.yaml", JOBS.replace("every hour", "every 2 hours"));
    expect(await made.lamp("sync", "second.plan")).toMatchObject({ code: 0 });
    expect(await made.lamp("sync", "jobs.yaml")).toMatchObject({
      code: 1,
      err: expect.stringContaining("it is not JSON"),
    });
    made.write("jobs.yaml", JOBS.replace("acme", "other"));
    expect(await made.lamp("sync", "second.plan")).toMatchObject({
      code: 1,
      err: expect.stringContaining("it is of acme in local, and this is other in local"),
    });
  });
});

describe("two syncs at once", () => {
  test("C01: do not change an environment together: one is told who is at it, or waits", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const dev = made.start("dev", "--port", "0");
    try {
      await printed(dev, "synced");
      made.write("jobs.yaml", JOBS.replace("every hour", "every 2 hours"));
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, index) => made.lamp("sync", ...(index % 2 ? ["--wait-lock", "1m"] : []))),
      );
      const codes = answers.map(({ code }) => code);
      expect(codes.filter((_, index) => index % 2 === 1)).toEqual([0, 0]);
      for (const { code, err } of answers) if (code !== 0) expect(err).toMatch(/runs lamp (sync|dev) here since/);
      expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
    } finally {
      dev.kill("SIGINT");
      await new Promise((resolve) => dev.once("close", resolve));
    }
  });
});

describe("a sync that was killed before it had noted a change", () => {
  test("does not leave the history with the schedule of before: the next one notes what is in force", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const dev = made.start("dev", "--port", "0");
    try {
      await printed(dev, "synced");
      const { endpoint } = JSON.parse(readFileSync(join(made.folder, ".lamp/engine.json"), "utf8"));
      const client = new DynamoDBClient({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "lamplighter", secretAccessKey: "lamplighter" },
      });
      const TableName = "acme-local-ledger";
      const revisions = async () => {
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :job AND begins_with(sk, :rev)",
            ExpressionAttributeValues: { ":job": { S: "JOB#hello" }, ":rev": { S: "REV#" } },
          }),
        );
        return Items;
      };
      const [first] = await revisions();
      expect(first).toMatchObject({ schedule: { S: "hello" }, enabled: { BOOL: true } });
      const Key = { pk: first?.["pk"] ?? { S: "" }, sk: first?.["sk"] ?? { S: "" } };
      await client.send(new DeleteItemCommand({ TableName, Key }));
      expect(await made.lamp("sync")).toMatchObject({ code: 0 });
      expect(await revisions()).toEqual([]);
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk: { S: SYNC_LOCK.pk }, sk: { S: SYNC_LOCK.sk } },
          UpdateExpression: "SET #owner = :owner, leaseUntil = :past",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": { S: "killed" }, ":past": { N: "1" } },
        }),
      );
      expect(await made.lamp("sync")).toMatchObject({ code: 0 });
      expect(await revisions()).toMatchObject([{ expression: first?.["expression"], enabled: { BOOL: true } }]);
      await made.lamp("sync");
      expect(await revisions()).toHaveLength(1);
      client.destroy();
    } finally {
      dev.kill("SIGINT");
      await new Promise((resolve) => dev.once("close", resolve));
    }
  });
});
