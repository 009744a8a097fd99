// The Model becomes Resources in normal form: every field said, every default explicit, sorted by key.
import type { Model } from "../manifest/model.ts";
import type { Place } from "./arns.ts";
import { functionResources } from "./function-resources.ts";
import { type FunctionGroup, groupJobs } from "./group-jobs.ts";
import { qualifiedName } from "./names.ts";
import { recordResources } from "./record-resources.ts";
import { type Resource, resourceKey, type Tags } from "./resource.ts";
import { scheduleResources } from "./schedule-resources.ts";
import { sharedResources } from "./shared-resources.ts";
import { watchResources } from "./watch-resources.ts";

export interface Desired {
  /** Sorted by resource key. */
  readonly resources: readonly Resource[];
  /** Job → the function that runs it: one of ours, or the existing one it names. */
  readonly functionOf: ReadonlyMap<string, string>;
  /** Former name → the job that has it now. */
  readonly movedTo: ReadonlyMap<string, string>;
}

/** What is said on every resource that takes tags, and how ownership is known. */
export const ownTags = (app: string, environment: string): Tags => ({
  "lamplighter:app": app,
  "lamplighter:env": environment,
});

/** Where the code of the watcher stands among those of the handlers. */
export const WATCH_CODE = "lamplighter/watch";
/** And that of the recorder. */
export const RECORDER_CODE = "lamplighter/recorder";

/**
 * `codeSha256` of each handler's bundle; a handler that did not compile has none, and its function and schedules are left out.
 * `now` is where the year begins for which clock changes are made up for.
 */
export function desiredResources(
  model: Model,
  place: Place,
  codeSha256: ReadonlyMap<string, string>,
  now: number,
): Desired {
  const groups = groupJobs(model).filter(({ handler }) => codeSha256.has(handler));
  const functionOf = functionsByJob(model, groups);
  const movedTo = new Map(model.jobs.flatMap(({ name, was }) => was.map((former) => [former, name] as const)));
  const tags = ownTags(model.app, model.environment.name);
  const jobs = scheduleResources(model, place, functionOf, now);
  const watch = watchResources({ model, place, groups, codeSha256: codeSha256.get(WATCH_CODE), tags });
  const schedules = [...jobs, ...watch.filter((resource) => resource.kind === "schedule")];
  const resources = [
    ...retrySettings(model),
    ...sharedResources(model, place, schedules, tags),
    ...groups.flatMap((group) => functionResources(model, place, group, codeSha256.get(group.handler) ?? "", tags)),
    ...jobs,
    ...watch,
    ...recordResources({ model, place, codeSha256: codeSha256.get(RECORDER_CODE), tags }),
  ];
  return { resources: resources.sort((a, b) => (resourceKey(a) < resourceKey(b) ? -1 : 1)), functionOf, movedTo };
}

/** Each function once, however many jobs ask; what they ask is the same. */
function retrySettings(model: Model): readonly Resource[] {
  const asked = model.jobs.flatMap(({ code }) =>
    "function" in code && code.retries ? [[code.function, code.retries] as const] : [],
  );
  return [...new Map(asked)].map(([named, retries]) => ({
    kind: "retry-settings",
    name: qualifiedName(named),
    ...retries,
  }));
}

function functionsByJob(model: Model, groups: readonly FunctionGroup[]): ReadonlyMap<string, string> {
  const functionOf = new Map(groups.flatMap((group) => group.jobs.map((job) => [job.name, group.name] as const)));
  for (const job of model.jobs) if ("function" in job.code) functionOf.set(job.name, job.code.function);
  return functionOf;
}
