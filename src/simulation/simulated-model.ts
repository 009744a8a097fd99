// The model as it can be played on an engine of this process: what exists elsewhere gets a stand-in.
import type { Place } from "../desired/arns.ts";
import { type Desired, desiredResources } from "../desired/desired-resources.ts";
import { invokeConfigName } from "../desired/names.ts";
import type { Resource, ScheduleResource } from "../desired/resource.ts";
import type { Job, Model } from "../manifest/model.ts";

const YEAR_MS = 365 * 86_400_000;
/** Lambda's longest (Lambda quotas): what a function that is not ours has is not known. */
const LONGEST_TIMEOUT_SECONDS = 900;
const NO_LEDGER = "LAMP_LEDGER";

/** What sync would make, renewed each year as syncs do: schedules that make up for clock changes reach one year ahead. */
export function simulatedResources(model: Model, place: Place, fromAt: number, toAt: number): readonly Resource[] {
  const found = new Map<string, Resource>();
  for (let at = fromAt; at <= toAt; at += YEAR_MS) {
    for (const resource of resourcesAt(model, place, at)) found.set(`${resource.kind}/${resource.name}`, resource);
  }
  return [...found.values()];
}

export const schedulesOf = (resources: readonly Resource[]): ScheduleResource[] =>
  resources.filter((resource) => resource.kind === "schedule");

function resourcesAt(model: Model, place: Place, at: number): readonly Resource[] {
  const played = { ...model, jobs: model.jobs.map(standIn) };
  const code = new Map(played.jobs.map((job) => ["handler" in job.code ? job.code.handler : "", "played"] as const));
  const desired = desiredResources(played, place, code, at);
  const foreign = foreignFunctions(model, desired);
  return desired.resources.flatMap((resource) => {
    if (resource.kind === "function" && foreign.has(resource.name)) return [withoutLedger(resource)];
    // Lambda's own settings hold for a function that is not ours.
    const isForeign = [...foreign].some((name) => resource.name === invokeConfigName(name));
    return resource.kind === "invoke-config" && isForeign ? [] : [resource];
  });
}

/** Roles and queues of others are not there to be used: what they allow and hold is taken as ours. */
function standIn(job: Job): Job {
  const code = "handler" in job.code ? job.code : { handler: `existing/${job.name}` };
  const timeoutSeconds = "handler" in job.code ? job.settings.timeoutSeconds : LONGEST_TIMEOUT_SECONDS;
  const settings = { ...job.settings, role: undefined, layers: [], timeoutSeconds };
  return { ...job, code, settings, deadLetter: typeof job.deadLetter === "string" ? true : job.deadLetter };
}

function foreignFunctions(model: Model, desired: Desired): ReadonlySet<string> {
  const names = model.jobs.filter(({ code }) => "function" in code).map(({ name }) => desired.functionOf.get(name));
  return new Set(names.filter((name) => name !== undefined));
}

function withoutLedger(resource: Resource & { readonly kind: "function" }): Resource {
  const { [NO_LEDGER]: _ledger, ...environment } = resource.environment;
  return { ...resource, environment };
}
