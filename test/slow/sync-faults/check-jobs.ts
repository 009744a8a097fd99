// Looks at the engine itself: does each job have its schedule of before or of after, whole, on a function that is there?
import type { DirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Members } from "./direct-clients.ts";

/** What is in force, as far as a job needs it: by schedule. */
export type InForce = ReadonlyMap<string, string>;

const GROUP = "acme-local";

/** By schedule name: what it is and what it runs. `broken` where what it runs is not there. */
export async function inForce(engine: DirectEngine): Promise<InForce> {
  const found = new Map<string, string>();
  const { Schedules } = await orNothing(
    engine.callUnchecked("scheduler", "ListSchedules", { GroupName: GROUP, MaxResults: 100 }),
  );
  for (const { Name } of (Schedules ?? []) as { Name: string }[]) {
    const schedule = await engine.callUnchecked("scheduler", "GetSchedule", { GroupName: GROUP, Name });
    const { ScheduleExpression, State, Target } = schedule as {
      ScheduleExpression: string;
      State: string;
      Target: Target;
    };
    const runs = await codeBehind(engine, Target.Arn);
    const may = await isAllowed(engine, Target);
    found.set(
      Name,
      runs && may ? JSON.stringify([ScheduleExpression, State, Target.Arn, Target.Input, runs]) : "broken",
    );
  }
  return found;
}

interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input: string;
}

async function codeBehind(engine: DirectEngine, arn: string): Promise<string | undefined> {
  const { Configuration } = await orNothing(engine.callUnchecked("lambda", "GetFunction", { FunctionName: arn }));
  const {
    CodeSha256,
    MemorySize,
    Role = "",
  } = (Configuration ?? {}) as { CodeSha256?: string; MemorySize?: number; Role?: string };
  const { Role: role } = await orNothing(
    engine.callUnchecked("iam", "GetRole", { RoleName: Role.split("/").at(-1) ?? "" }),
  );
  return CodeSha256 && role ? `${CodeSha256} ${MemorySize}` : undefined;
}

async function isAllowed(engine: DirectEngine, { Arn, RoleArn }: Target): Promise<boolean> {
  const of = { RoleName: RoleArn.split("/").at(-1) ?? "", PolicyName: "lamplighter" };
  const { PolicyDocument } = await orNothing(engine.callUnchecked("iam", "GetRolePolicy", of));
  return decodeURIComponent(String(PolicyDocument ?? "")).includes(Arn);
}

async function orNothing(call: Promise<Members>): Promise<Members> {
  try {
    return await call;
  } catch {
    return {};
  }
}

/** Jobs that have neither what was in force before nor what is to be; undefined when there is none. A code change may come
 * before its schedule's, since code goes first: then it is the old schedule on the new code. */
export function lost(now: InForce, before: InForce, after: InForce): string | undefined {
  for (const name of new Set([...before.keys(), ...after.keys(), ...now.keys()])) {
    const [is, was, wanted] = [now.get(name), before.get(name), after.get(name)];
    if (is === was || is === wanted) continue;
    if (is !== undefined && is !== "broken" && isOldOnNewCode(is, was, after)) continue;
    return `${name} is ${is ?? "gone"}, was ${was ?? "nothing"}, is to be ${wanted ?? "nothing"}`;
  }
  return undefined;
}

/** Also one that is to go, and shares its function with one that stays. */
function isOldOnNewCode(is: string, was: string | undefined, after: InForce): boolean {
  const [now, old] = [is, was ?? "[]"].map((text) => JSON.parse(text) as string[]);
  const targets = [...after.values()].map((text) => JSON.parse(text) as string[]);
  const isOld = String(now?.slice(0, 4)) === String(old?.slice(0, 4));
  return isOld && targets.some(([, , target, , code]) => target === now?.[2] && code === now?.[4]);
}
