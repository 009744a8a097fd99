// Every error that the model gives an operation of the Scheduler, with its status and form, or the reason why it never comes.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentLog } from "../../../src/core/log.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { RATES } from "../../../src/engine/scheduler/rates.ts";
import { createSchedulerService } from "../../../src/engine/scheduler/service.ts";
import { Store } from "../../../src/engine/store.ts";
import { modelOf } from "../../../src/engine/wire/models.ts";
import { listen, type Wire } from "../../../src/engine/wire/server.ts";
import { OPEN_GATE } from "../open-gate.ts";
import { shapeNamed } from "./constraints.ts";
import { type RawAnswer, RawClient } from "./raw-client.ts";

const model = modelOf("scheduler") as NonNullable<ReturnType<typeof modelOf>>;
const place = { account: "000000000000", region: "us-east-1" };

const TARGET = {
  Arn: "arn:aws:sqs:us-east-1:000000000000:jobs",
  RoleArn: "arn:aws:iam::000000000000:role/scheduler",
};
const SCHEDULE = { ScheduleExpression: "rate(1 day)", FlexibleTimeWindow: { Mode: "OFF" }, Target: TARGET };
const arn = (name: string) => `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${name}`;

/** A request that is carried out when a schedule `there` is in the group `group`, and asks for no more than that. */
const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CreateSchedule: { ...SCHEDULE, Name: "new", GroupName: "group" },
  CreateScheduleGroup: { Name: "other" },
  DeleteSchedule: { Name: "there", GroupName: "group" },
  DeleteScheduleGroup: { Name: "group" },
  GetSchedule: { Name: "there", GroupName: "group" },
  GetScheduleGroup: { Name: "group" },
  ListScheduleGroups: {},
  ListSchedules: { GroupName: "group" },
  ListTagsForResource: { ResourceArn: arn("group") },
  TagResource: { ResourceArn: arn("group"), Tags: [{ Key: "a", Value: "b" }] },
  UntagResource: { ResourceArn: arn("group"), TagKeys: ["a"] },
  UpdateSchedule: { ...SCHEDULE, Name: "there", GroupName: "group" },
};

/** Requests a second, as a test wants them; none is limited that is not named. */
let rates: Record<string, number>;
let clock: VirtualClock;
let store: Store;
let wire: Wire;
let raw: RawClient;

/** The service alone on the wire, with room for two schedules and three groups. */
beforeEach(async () => {
  store = Store.open(":memory:");
  rates = {};
  clock = new VirtualClock(Date.parse("2027-03-01T05:59:30Z"));
  const targets = { invokeFunction() {}, sendMessage() {}, putEvent() {} };
  const context = { ...place, store, clock, random: systemRandom, origin: () => "" };
  const dependencies = { targets, roles: undefined, log: silentLog, quotas: { schedules: 2, groups: 3, rates } };
  const { service } = createSchedulerService(context, dependencies);
  const health = () =>
    ({ engine: "lamplighter", version: "", pid: 0, store: "", startedAt: "", mode: "serving" }) as never;
  const parts = { services: [service], access: OPEN_GATE, health, done() {}, faulted() {} };
  wire = await listen(0, { ...place, random: systemRandom, ...parts });
  raw = new RawClient(wire.port, "scheduler", model);
  await raw.send("CreateScheduleGroup", { Name: "group" });
  await raw.send("CreateSchedule", { ...SCHEDULE, Name: "there", GroupName: "group" });
});
afterEach(async () => {
  raw.close();
  await wire.close();
  store.close();
});

const send = (operation: string, part: object = {}) => raw.send(operation, { ...VALID[operation], ...part });

const PROVOKED: Readonly<Record<string, (operation: string) => Promise<RawAnswer>>> = {
  ValidationException: (operation) =>
    send(operation, { Name: "no name", ResourceArn: "no arn", NextToken: "not a token of this service" }),
  async InternalServerException(operation) {
    store.define("DROP TABLE scheduler_schedules; DROP TABLE scheduler_groups");
    return send(operation);
  },
  ResourceNotFoundException: (operation) =>
    operation === "CreateSchedule" || operation === "ListSchedules"
      ? send(operation, { GroupName: "nowhere" })
      : send(operation, { Name: "nowhere", ResourceArn: arn("nowhere") }),
  async ConflictException(operation) {
    if (operation === "CreateScheduleGroup") return send(operation, { Name: "group" });
    if (operation === "CreateSchedule") return send(operation, { Name: "there" });
    await send("DeleteScheduleGroup");
    return send(operation);
  },
  ThrottlingException(operation) {
    rates[operation] = 0;
    return send(operation);
  },
  async ServiceQuotaExceededException(operation) {
    await send(operation, { Name: "last" });
    return send(operation);
  },
};

const pairs = Object.entries(model.operations).flatMap(([operation, { errors = [] }]) =>
  errors.map((error) => ({ operation, error })),
);

describe("an operation and its errors", () => {
  test("are 55 pairs, of which none is left out", () => {
    expect(pairs).toHaveLength(55);
    expect(pairs.filter(({ error }) => !PROVOKED[error])).toEqual([]);
  });

  test.each(Object.keys(VALID))("%s is not refused when nothing is wrong", async (operation) => {
    expect((await send(operation)).status).toBe(200);
  });

  test.each(pairs)("$operation does not answer $error otherwise than the model says", async ({ operation, error }) => {
    const answer = await PROVOKED[error]?.(operation);
    const shape = shapeNamed(model, error);
    expect(answer).toMatchObject({ status: shape.error?.httpStatusCode, code: error });
    expect(Object.keys(JSON.parse(answer?.body ?? ""))).toEqual(shape.required);
    expect(answer?.message).not.toBe("");
    expect(answer?.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("where rates are limited", () => {
  const statuses = async (operation: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => send(operation)));
    return answers.map(({ status }) => status).sort();
  };

  test("every operation has its own, and no request beyond it is taken before the next second", async () => {
    expect(Object.keys(RATES).sort()).toEqual(Object.keys(model.operations).sort());
    Object.assign(rates, RATES);
    expect(await statuses("TagResource", 2)).toEqual([200, 429]);
    expect(await statuses("ListTagsForResource", 11)).toEqual([...new Array(10).fill(200), 429]);
    await clock.advanceTo(clock.now() + 1_000);
    expect(await statuses("TagResource", 1)).toEqual([200]);
  });

  test("no schedule is read and written more than ten times a second", async () => {
    Object.assign(rates, RATES);
    expect(await statuses("GetSchedule", 11)).toEqual([...new Array(10).fill(200), 429]);
    expect((await send("DeleteSchedule")).status).toBe(429);
  });
});
