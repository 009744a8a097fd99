// What a command sends while it holds the lock: nothing that changes something once the lock is lost, not even again.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DeleteScheduleCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { expect, onTestFinished, test } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { clientsUnder } from "../../src/aws/clients-under.ts";
import { LockLost } from "../../src/cli/errors.ts";

const DELETION = { GroupName: "acme-test", Name: "report" };

test("a change is neither sent nor sent again when it may not be made, and a question is", async () => {
  const seen: string[] = [];
  const server = createServer(({ method = "" }, answer) => {
    seen.push(method);
    answer.writeHead(method === "GET" ? 200 : 500, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = createClients({ region: "us-east-1", endpoint, embedded: true });
  onTestFinished(() => {
    clients.close();
    server.close();
  });
  let left = 0;
  const scheduler = await clientsUnder(clients, async () => {
    if (left-- <= 0) throw new LockLost("another may have begun");
  }).scheduler();
  await expect(scheduler.send(new DeleteScheduleCommand(DELETION))).rejects.toThrow("another may have begun");
  expect(seen).toEqual([]);
  left = 1;
  await expect(scheduler.send(new DeleteScheduleCommand(DELETION))).rejects.toThrow("another may have begun");
  expect(seen).toEqual(["DELETE"]);
  await scheduler.send(new ListSchedulesCommand({}));
  expect(seen).toEqual(["DELETE", "GET"]);
});
