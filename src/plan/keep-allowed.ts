// A schedule that stays though the file no longer names it goes on firing: what it needs must go on being allowed, or each due time
// of a job that was called kept would end among the dead letters.
import type { JsonObject } from "../core/json.ts";
import { jobOfSchedule, runPartition } from "../desired/names.ts";
import { allow, document, LONGEST_POLICY } from "../desired/policies.ts";
import type { Resource, RoleResource, ScheduleResource } from "../desired/resource.ts";

/** The desired resources: the role under which the Scheduler acts for the kept, and those of the functions that they run, allow it still. */
export function keepAllowed(desired: readonly Resource[], kept: readonly Resource[]): readonly Resource[] {
  const schedules = kept.filter((resource) => resource.kind === "schedule");
  if (schedules.length === 0) return desired;
  return desired.map((resource) => {
    if (resource.kind !== "role") return resource;
    const fired = schedules.filter(({ roleArn }) => roleArn.endsWith(`:role/${resource.name}`));
    const run = schedules.filter(({ targetArn }) => targetArn.includes(`:function:${resource.name}:`));
    return mayRecord(mayFire(resource, fired), run);
  });
}

function mayFire(role: RoleResource, schedules: readonly ScheduleResource[]): RoleResource {
  const queues = schedules.flatMap(({ deadLetterArn }) => deadLetterArn ?? []);
  const targets = schedules.map(({ targetArn }) => targetArn);
  const invoked = withResources(role.policy.Statement, "lambda:InvokeFunction", targets);
  return withPolicy(role, withResources(invoked, "sqs:SendMessage", queues));
}

function withResources(
  statements: readonly JsonObject[],
  action: string,
  resources: readonly string[],
): readonly JsonObject[] {
  const isOf = ({ Action }: JsonObject) => Array.isArray(Action) && Action.includes(action);
  const named = statements.filter(isOf).flatMap(({ Resource }) => Resource as readonly string[]);
  const missing = resources.filter((arn) => !named.some((one) => covers(one, arn)));
  if (missing.length === 0) return statements;
  const whole = allow([action], [...new Set([...named, ...missing])]);
  return statements.some(isOf) ? statements.map((one) => (isOf(one) ? whole : one)) : [...statements, whole];
}

const covers = (pattern: string, arn: string): boolean =>
  pattern.includes("*") ? arn.startsWith(pattern.slice(0, pattern.indexOf("*"))) : pattern === arn;

const EXACTLY = "ForAllValues:StringEquals";
const PARTITIONS = "dynamodb:LeadingKeys";

/** A function's role names the jobs whose runs it may write; where it does so by a pattern, all are in it. */
function mayRecord(role: RoleResource, schedules: readonly ScheduleResource[]): RoleResource {
  const more = schedules.map(({ name }) => runPartition(jobOfSchedule(name)));
  const widened = role.policy.Statement.map((statement) => {
    const named = (statement["Condition"] as Conditions | undefined)?.[EXACTLY]?.[PARTITIONS];
    if (!named || more.length === 0) return statement;
    return { ...statement, Condition: { [EXACTLY]: { [PARTITIONS]: [...new Set([...named, ...more])].sort() } } };
  });
  return withPolicy(role, widened);
}

type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One that would be longer than IAM takes is left as it is. */
function withPolicy(role: RoleResource, statements: readonly JsonObject[]): RoleResource {
  const policy = document(...statements);
  return JSON.stringify(policy).length > LONGEST_POLICY ? role : { ...role, policy };
}
