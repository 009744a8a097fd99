// How often the services let themselves be asked: where the pace begins that throttles then correct.

/** Regions with the Scheduler's higher quotas (EventBridge Scheduler guide, quotas). */
const LARGE = new Set([
  ...["us-east-1", "us-east-2", "us-west-2", "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "sa-east-1"],
]);
/** Of a control plane of which no figure is published, or some fifteen changes a second (Lambda guide, quotas). */
const CONTROL_PLANE = 15;

export interface Quota {
  /** Calls that share it have the same name. */
  readonly name: string;
  readonly perSecond: number;
}

/** undefined for what needs no pacing: items, messages, log lines and invocations. Names as in the SDK: `Scheduler`, `GetSchedule`. */
export function quotaOf(service: string, operation: string, region: string): Quota | undefined {
  const of = (group: string, perSecond: number) => ({ name: `${service}.${group}`, perSecond });
  switch (service) {
    case "Scheduler":
      return of(...schedulerQuota(operation, LARGE.has(region)));
    case "Lambda":
      if (operation.startsWith("Invoke")) return undefined;
      return operation.startsWith("Get") ? of("Get", 100) : of("control plane", CONTROL_PLANE);
    case "IAM":
      return of("control plane", CONTROL_PLANE);
    case "CloudWatchLogs":
      return operation.startsWith("Filter") ? undefined : of(operation, 10);
    default:
      return undefined;
  }
}

function schedulerQuota(operation: string, large: boolean): [group: string, perSecond: number] {
  if (operation === "CreateSchedule") return [operation, large ? 5_000 : 250];
  if (/^(Update|Get|Delete)Schedule$/.test(operation)) return [operation, large ? 1_000 : 250];
  if (operation === "ListSchedules") return [operation, 50];
  return [operation, /^(Tag|Untag)Resource$/.test(operation) ? 1 : 10];
}
