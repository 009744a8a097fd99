// lamp destroy: exactly what is ours goes, only when it is asked for, and not while dead letters wait.
import { describe, expect, test } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { HELLO, printed, project } from "./lamp.ts";

// With the watcher, which is ours as well.
const JOBS = `app: acme
watch: true
jobs:
  hello: {schedule: every hour, handler: jobs/hello.ts}
`;

describe("lamp destroy", () => {
  test("does not touch what is not ours, nor anything before it is confirmed, and leaves nothing of ours", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const dev = made.start("dev", "--port", "0");
    try {
      const text = await printed(dev, "synced");
      const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? "";
      const clients = createClients({ region: "us-east-1", endpoint, embedded: true });
      const [sqs, { CreateQueueCommand, ListQueuesCommand, SendMessageCommand, PurgeQueueCommand }] = await Promise.all(
        [clients.sqs(), import("@aws-sdk/client-sqs")],
      );
      await sqs.send(new CreateQueueCommand({ QueueName: "acme-local-undelivered-not" }));
      await sqs.send(new CreateQueueCommand({ QueueName: "acme-local-theirs" }));
      expect(await made.lamp("destroy")).toMatchObject({ code: 1, err: expect.stringContaining("say --yes") });
      const QueueUrl = `${endpoint}/000000000000/acme-local-failed`;
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a letter" }));
      expect(await made.lamp("destroy", "--yes")).toMatchObject({ code: 1, err: expect.stringContaining("lamp dlq") });
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
      const kept = JSON.parse((await made.lamp("destroy", "--yes", "--keep-history", "--json")).out);
      const left = kept.actions.filter(({ action }: { action: string }) => action === "keep");
      expect(left.map(({ kind }: { kind: string }) => kind)).toEqual(["table", "log-group", "log-group"]);
      expect(kept.actions.every(({ status }: { status?: string }) => status === undefined || status === "done")).toBe(
        true,
      );
      expect(await made.lamp("destroy", "--yes")).toMatchObject({
        code: 0,
        out: expect.stringContaining("3 of 3 deleted"),
      });
      expect(await made.lamp("destroy", "--yes")).toMatchObject({ code: 0, out: "nothing of ours is there\n" });
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
      expect(QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)).sort()).toEqual([
        "acme-local-theirs",
        "acme-local-undelivered-not",
      ]);
      clients.close();
    } finally {
      dev.kill("SIGINT");
      await new Promise((resolve) => dev.once("close", resolve));
    }
  });
});
