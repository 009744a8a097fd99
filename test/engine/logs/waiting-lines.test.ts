// Lines that wait to be written together: nobody who asks can tell that they wait.
import { beforeEach, expect, test } from "vitest";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { createLogsService, type LogsService } from "../../../src/engine/logs/service.ts";
import { Store } from "../../../src/engine/store.ts";

const logGroupName = "/aws/lambda/report";
const NOW = Date.UTC(2027, 2, 1, 6);
let store: Store;
let logs: LogsService;

beforeEach(() => {
  store = Store.open(":memory:");
  const place = { region: "us-east-1", account: "000000000000", origin: () => "" };
  logs = createLogsService({ ...place, store, clock: new VirtualClock(NOW), random: systemRandom });
  logs.put(logGroupName, "stream", [{ at: NOW, message: "a line" }]);
  return () => {
    logs.flush();
    store.close();
  };
});

const written = () => store.all("SELECT message FROM log_events").length;
const ask = (operation: string, input: object): unknown =>
  logs.service.operations[operation]?.({ logGroupName, ...input }, undefined as never);

test("a line costs no commit of its own", () => {
  expect(written()).toBe(0);
});

test("to ask whether a group is there does not write what waits, line by line", () => {
  expect(logs.hasGroup(logGroupName)).toBe(true);
  expect(logs.hasGroup("another")).toBe(false);
  expect(written()).toBe(0);
});

test("a group that only waiting lines make is not made a second time", () => {
  expect(() => ask("CreateLogGroup", {})).toThrow("already exists");
});

test.each(["PutRetentionPolicy", "TagLogGroup", "ListTagsLogGroup"])("%s does not miss such a group", (operation) => {
  ask(operation, { retentionInDays: 7, tags: { team: "billing" } });
  expect(written()).toBe(1);
});

test("no line that waits is missing when it is read", () => {
  expect(ask("FilterLogEvents", {})).toMatchObject({ events: [{ message: "a line" }] });
});
