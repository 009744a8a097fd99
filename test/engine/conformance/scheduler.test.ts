// Every constraint of the Scheduler's model, both sides of each bound, over the wire.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { modelOf } from "../../../src/engine/wire/models.ts";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine } from "../scheduler/scheduler-engine.ts";
import { boundaryOf } from "./boundary.ts";
import { complaintOf, complaintsIn } from "./complaint.ts";
import { type Constraint, constraintsOf, shapeNamed } from "./constraints.ts";
import { type RawAnswer, RawClient } from "./raw-client.ts";
import { matches, placed, sampleOf } from "./sample.ts";

const model = modelOf("scheduler") as NonNullable<ReturnType<typeof modelOf>>;
const operations = Object.keys(model.operations);
const GROUP_ARN = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/";

const SAMPLES = {
  ScheduleExpression: "cron(0 6 * * ? *)",
  ScheduleExpressionTimezone: "UTC",
  TargetArn: queueArn("jobs"),
  RoleArn: ROLE,
  DeadLetterConfigArnString: queueArn("dead"),
  KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/a",
  TagResourceArn: `${GROUP_ARN}a`,
  TagKeyList: ["a"],
  FlexibleTimeWindow: { Mode: "OFF" },
};

/** Within the model's bounds, and refused all the same: by which rule of the service. */
const REFUSED_ELSEWHERE: Readonly<Record<string, RegExp>> = {
  "ScheduleExpression min": /^ValidationException Invalid Schedule Expression a\./,
  "ScheduleExpression max": /^ValidationException Invalid Schedule Expression cron\(/,
  // No zone of the tz database has a name of 1 or of 50 characters.
  "ScheduleExpressionTimezone min": /^ValidationException Invalid ScheduleExpressionTimezone a\./,
  "ScheduleExpressionTimezone max": /^ValidationException Invalid ScheduleExpressionTimezone UTCa+\./,
  "FlexibleTimeWindow.Mode enum FLEXIBLE": /^ValidationException MaximumWindowInMinutes must be specified when/,
  "Target.Arn min": /^ValidationException Provided Arn is not in correct format\.$/,
  "Target.RoleArn max": /^ValidationException The execution role you provide must allow AWS EventBridge Scheduler to/,
  "NextToken min": /^ValidationException Invalid NextToken provided\.$/,
  "NextToken max": /^ValidationException Invalid NextToken provided\.$/,
  "Tags max": /^ValidationException A schedule group can have at most 50 tags\.$/,
  "ResourceArn max": /^ResourceNotFoundException Schedule group a+ does not exist\.$/,
  // An empty list is an absent one in a query string.
  "TagKeys min": /^ValidationException 1 validation error detected: Value null at 'tagKeys' failed/,
};

let it: SchedulerEngine;
let raw: RawClient;
let made = 0;

beforeEach(async () => {
  it = await startSchedulerEngine("2027-03-01T05:59:30Z");
  await prepare(it, ["jobs", "dead"]);
  raw = new RawClient(it.engine.port, "scheduler", model);
});
afterEach(async () => {
  raw.close();
  await it.close();
});

type Members = Readonly<Record<string, unknown>>;
const inputShape = (operation: string) => model.operations[operation]?.input?.shape ?? "";
const sampleInput = (operation: string) => sampleOf(model, inputShape(operation), SAMPLES) as Members;
const nameOf = ({ path, rule }: Constraint) => `${path.join(".").replaceAll(".[]", "[]")} ${rule}`;
const shown = (constraint: Constraint, value: unknown, { status, code, message }: RawAnswer) =>
  `${constraint.operation} ${nameOf(constraint)} ${JSON.stringify(value)?.slice(0, 80)}: ${status} ${code} ${message}`;

/** A request that is accepted, on a schedule or group of its own. */
function validInput(operation: string): Members {
  const input = sampleInput(operation);
  const Name = `made-${made++}`;
  if ("Name" in input) return { ...input, Name };
  return "ResourceArn" in input ? { ...input, ResourceArn: GROUP_ARN + Name } : input;
}

/** What the request speaks of is there before it comes. */
async function makeNamed(operation: string, { Name, GroupName, ResourceArn }: Members): Promise<void> {
  const group = GroupName ?? (operation.endsWith("Group") ? Name : String(ResourceArn ?? "").slice(GROUP_ARN.length));
  if (group && operation !== "CreateScheduleGroup") await raw.send("CreateScheduleGroup", { Name: group });
  if (!/^(Get|Update|Delete)Schedule$/.test(operation)) return;
  await raw.send("CreateSchedule", { ...sampleInput("CreateSchedule"), Name, GroupName });
}

async function sendWith(constraint: Constraint, value: unknown): Promise<RawAnswer> {
  const { operation, path, rule } = constraint;
  const valid = validInput(operation);
  const isThere = path.length === 1 && valid[path[0] ?? ""] !== undefined;
  const keeps =
    value !== undefined && isThere && (rule === "required" || (rule === "pattern" && matchesIts(constraint, value)));
  const input = keeps ? valid : (placed(model, inputShape(operation), SAMPLES, valid, path, value) as Members);
  await makeNamed(operation, input);
  return raw.send(operation, input);
}

function matchesIts({ shape }: Constraint, value: unknown): boolean {
  return typeof value !== "string" || matches(shapeNamed(model, shape), value);
}

/** Accepted, or refused by a rule of the service that is not the model's; undefined when it is so. */
async function wrongInside(constraint: Constraint, value: unknown): Promise<string | undefined> {
  const answer = await sendWith(constraint, value);
  const told = `${answer.code} ${answer.message}`;
  const name = nameOf(constraint);
  const expected = REFUSED_ELSEWHERE[`${name} ${value}`] ?? REFUSED_ELSEWHERE[name];
  if (expected) return expected.test(told) ? undefined : shown(constraint, value, answer);
  if (matchesIts(constraint, value)) return answer.status === 200 ? undefined : shown(constraint, value, answer);
  // Of the right length, and shorter than anything of its pattern: the pattern alone is complained of.
  const { place, text } = complaintOf(model, { ...constraint, rule: "pattern" });
  const list = complaintsIn(answer.message)?.list;
  return list?.length === 1 && list[0]?.place === place && list[0].text === text
    ? undefined
    : shown(constraint, value, answer);
}

/** Refused with the model's error, which names this place and this rule, and no other place. */
async function wrongOutside(constraint: Constraint, value: unknown): Promise<string | undefined> {
  const answer = await sendWith(constraint, value);
  const complaints = complaintsIn(answer.message);
  const { place, text } = complaintOf(model, constraint);
  const right =
    answer.status === 400 &&
    answer.code === "ValidationException" &&
    complaints?.counted === complaints?.list.length &&
    complaints?.list.every((each) => each.place === place) &&
    complaints.list.some((each) => each.text === text);
  return right ? undefined : shown(constraint, value, answer);
}

describe("the model's constraints", () => {
  const all = operations.flatMap((operation) => constraintsOf(model, operation));

  test("are none left out: 267 bounds, patterns and closed sets, and 44 required members", () => {
    const required = all.filter(({ rule }) => rule === "required").length;
    expect([operations.length, required, all.length - required]).toEqual([12, 44, 267]);
    expect(operations.reduce((sum, operation) => sum + countIn(inputShape(operation)), 0)).toBe(all.length);
    expect(new Set(all.map((each) => `${each.operation} ${nameOf(each)}`)).size).toBe(all.length);
  });

  test("have no exception on record that no constraint has", () => {
    const names = new Set(all.map(nameOf));
    const stale = Object.keys(REFUSED_ELSEWHERE).filter((name) => !names.has(name.split(" ", 2).join(" ")));
    expect(stale).toEqual([]);
  });

  test.each(operations)("of %s are neither missed nor overdone", async (operation) => {
    const wrong: (string | undefined)[] = [];
    for (const constraint of constraintsOf(model, operation)) {
      const { inside, outside } = boundaryOf(model, constraint, SAMPLES);
      if (constraint.rule === "pattern" && outside.length === 0) wrong.push(`${nameOf(constraint)} takes every text`);
      for (const value of inside) wrong.push(await wrongInside(constraint, value));
      for (const value of outside) wrong.push(await wrongOutside(constraint, value));
    }
    expect(wrong.filter((text) => text !== undefined)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(constraintsOf(model, operation).length);
  });
});

/** The same sum by another way: what each shape asks, once for every place it stands in. */
function countIn(name: string): number {
  const shape = shapeNamed(model, name);
  const own = [shape.min, shape.max, shape.pattern, shape.enum].filter((bound) => bound !== undefined).length;
  const inside = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
  const below = inside.reduce((sum, reference) => sum + (reference ? countIn(reference.shape) : 0), 0);
  return own + (shape.required?.length ?? 0) + below;
}
