// Observes one environment: what is ours, and what else carries a name that is wanted.
import type { Clock } from "../../core/clock.ts";
import { ownTags } from "../../desired/desired-resources.ts";
import { groupName, invokeConfigName, recorderFunctionName } from "../../desired/names.ts";
import {
  type ActualResource,
  type RecordingResource,
  type Resource,
  resourceKey,
  type ScheduleResource,
  type Tags,
} from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import type { Adapters } from "../resources/adapters.ts";
import type { Observation } from "./observation.ts";
import { readDetails } from "./read-details.ts";
import { type Guess, readSchedules, type ScheduleRequest } from "./read-schedules.ts";
import { NO_READINGS, type Readings } from "./readings.ts";
import type { Detail } from "./recall.ts";
import type { Survey } from "./survey.ts";

export interface ObserveRequest {
  readonly desired: readonly Resource[];
  /** Existing functions that were told to send us their records, as far as the ledger knows. */
  readonly recorded?: readonly string[];
  /** What earlier readings said; left out, everything is read anew. */
  readonly readings?: Readings;
  /** Of the same survey: its schedules stand, all else is read anew. For a plan that has something to do. */
  readonly after?: Observation;
  /** What else than the wanted a schedule may be: held back, for one. */
  readonly variants?: (wanted: ScheduleResource) => readonly ScheduleResource[];
  /** Hash by name of the schedules that were just created. */
  readonly created?: ReadonlyMap<string, string>;
}

interface Parts {
  readonly clients: Clients;
  readonly adapters: Adapters;
  readonly clock: Clock;
}

export async function observe(parts: Parts, survey: Survey, request: ObserveRequest): Promise<Observation> {
  const { clients, adapters, clock } = parts;
  const { desired, readings = NO_READINGS, after } = request;
  const name = groupName(survey.app, survey.environment);
  const group = after && survey.group ? await adapters.group.read({ name }) : survey.group;
  const read = after?.schedules ?? (await readSchedules(clients, scheduleRequest(survey, request)));
  const { details, ...rest } = await readDetails(clients, adapters, {
    survey,
    desired,
    recorded: request.recorded ?? [],
    known: after ? NO_READINGS.details : readings.details,
    now: clock.now(),
    spare: () => callsAllowed(survey.schedules.length) - clients.apiCalls(),
  });
  const tags = ownTags(survey.app, survey.environment);
  const grouped = group ? [group, ...read.schedules] : [];
  const owned = group !== undefined && isTagged(group.tags, tags);
  return {
    actual: relevant(
      [...grouped.map((resource) => ({ resource, owned })), ...withOwners(details, tags, recorderOf(survey))],
      desired,
    ),
    earlier: rest.earlier,
    readings: { schedules: read.entries, details: rest.entries },
    readAnew: read.readAnew + rest.readAnew,
    schedules: read,
  };
}

function scheduleRequest(survey: Survey, request: ObserveRequest): ScheduleRequest {
  return {
    group: groupName(survey.app, survey.environment),
    listed: survey.group ? survey.schedules : [],
    known: request.readings?.schedules ?? NO_READINGS.schedules,
    created: request.created ?? new Map(),
    guess: guessing(request.desired, request.variants),
  };
}

/** A plan of nothing takes no more calls than this: 8 for up to 100 schedules, 350 for 10,000. */
export const callsAllowed = (schedules: number): number =>
  Math.min(350, Math.max(8, 8 + Math.floor((schedules - 100) / 9)));

function guessing(
  desired: readonly Resource[],
  variants: (wanted: ScheduleResource) => readonly ScheduleResource[] = () => [],
): Guess {
  const wanted = new Map(
    desired.flatMap((resource) => (resource.kind === "schedule" ? [[resource.name, resource] as const] : [])),
  );
  return function* (name) {
    const schedule = wanted.get(name);
    if (!schedule) return;
    yield schedule;
    yield* variants(schedule);
  };
}

/** Asynchronous settings have no tags: they are whose their function is. */
function withOwners(details: readonly Detail[], tags: Tags, recorder: string): readonly ActualResource[] {
  const ours = new Set(
    details.flatMap((one) => (one.kind === "function" && isTagged(one.tags, tags) ? [invokeConfigName(one.name)] : [])),
  );
  return details.map((resource) => ({
    resource,
    owned: resource.kind === "recording" ? isToldTo(resource, recorder) : isOurs(resource, ours, tags),
  }));
}

/** What its ARN ends with. */
const recorderOf = ({ app, environment }: Survey): string =>
  `:function:${invokeConfigName(recorderFunctionName(app, environment))}`;

/** A destination of somebody else stays his. */
const isToldTo = ({ onSuccessArn, onFailureArn }: RecordingResource, recorder: string): boolean =>
  [onSuccessArn, onFailureArn].every((arn) => arn === undefined || arn.endsWith(recorder));

function isOurs(resource: Exclude<Detail, RecordingResource>, ours: ReadonlySet<string>, tags: Tags): boolean {
  // Read only where the file asks for them.
  if (resource.kind === "retry-settings") return true;
  return resource.kind === "invoke-config" ? ours.has(resource.name) : isTagged(resource.tags, tags);
}

function relevant(all: readonly ActualResource[], desired: readonly Resource[]): readonly ActualResource[] {
  const wanted = new Set(desired.map(resourceKey));
  return all
    .filter(({ resource, owned }) => owned || wanted.has(resourceKey(resource)))
    .sort((a, b) => (resourceKey(a.resource) < resourceKey(b.resource) ? -1 : 1));
}

const isTagged = (tags: Tags, wanted: Tags): boolean =>
  Object.entries(wanted).every(([key, value]) => tags[key] === value);
