// What an action waits for: the resources that its own points at. One that failed holds back those that need it, and no others.
import { jobOfSchedule } from "../desired/names.ts";
import { type Resource, resourceKey } from "../desired/resource.ts";
import type { Action } from "../plan/plan.ts";

/** Keys of the resources that must be right before this action may be carried out. */
export function dependenciesOf(action: Action): readonly string[] {
  if (action.action === "delete" || action.action === "keep") return [];
  return needs(action.to);
}

/** Whether a key is of a schedule of this job. */
export const isScheduleOf = (key: string, job: string): boolean =>
  key.startsWith("schedule/") && jobOfSchedule(key.slice("schedule/".length)) === job;

function needs(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case "function":
      return [`role/${lastPart(resource.roleArn, "/")}`, `log-group/${resource.logGroup}`];
    case "invoke-config":
      return [`function/${resource.name.split(":", 1)[0]}`, ...queueOf(resource.onFailureArn)];
    case "recording": {
      const recorder = /:function:([^:]+)/.exec(resource.onFailureArn ?? "")?.[1] ?? "";
      return [`function/${recorder}`, `invoke-config/${recorder}:live`];
    }
    case "schedule": {
      const [, target = "", qualifier = "$LATEST"] = /:function:([^:]+)(?::(.+))?/.exec(resource.targetArn) ?? [];
      return [
        `group/${resource.group}`,
        `role/${lastPart(resource.roleArn, "/")}`,
        `function/${target}`,
        `invoke-config/${target}:live`,
        // Its due times would be said to be missed.
        `recording/${target}:${qualifier}`,
        ...queueOf(resource.deadLetterArn),
      ];
    }
    default:
      return [];
  }
}

const lastPart = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);
const queueOf = (arn: string | undefined): string[] => (arn === undefined ? [] : [`queue/${lastPart(arn, ":")}`]);

export const keyOf = (action: Action): string => resourceKey("to" in action ? action.to : action.from);
