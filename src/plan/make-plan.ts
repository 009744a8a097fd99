// Desired and actual become a Plan: a function of two values, the same bytes whatever order they come in.
import { stableHash } from "../core/json.ts";
import { jobOfSchedule, unqualified, WATCH_SCHEDULE } from "../desired/names.ts";
import { withKnownStart, withSendableStart } from "../desired/past-start.ts";
import { type ActualResource, type Resource, resourceKey } from "../desired/resource.ts";
import { type Holds, holdOf, NO_HOLDS, withHolds } from "../desired/with-holds.ts";
import { diff } from "./diff.ts";
import { hideSecrets, type Secrets } from "./hide-secrets.ts";
import { keepAllowed } from "./keep-allowed.ts";
import { inOrder } from "./order.ts";
import type { Action, Plan } from "./plan.ts";
import { isPrunable, refuseUnsafePrune } from "./prune.ts";
import { warningsFor } from "./warnings.ts";

export interface PlanInput {
  readonly environment: string;
  readonly desired: readonly Resource[];
  readonly actual: readonly ActualResource[];
  /** Job → function, to say whose a function is. */
  readonly functionOf: ReadonlyMap<string, string>;
  /** Former name → the job that has it now: its schedules go when that job's are there. */
  readonly movedTo?: ReadonlyMap<string, string>;
  /** The desired fingerprint of the last complete sync. */
  readonly lastSynced: string | undefined;
  readonly prune: boolean;
  readonly allowManyDeletes: boolean;
  /** Epoch milliseconds: a start that is past by then is none that could be sent. Left out, all are sent as they are asked for. */
  readonly now?: number;
  /** What operators hold back: it stays so. */
  readonly holds?: Holds;
  /** Values that no change may show, and how the file writes them. */
  readonly secrets?: Secrets;
}

export function makePlan(input: PlanInput): Plan {
  const actual = new Map(input.actual.map((one) => [resourceKey(one.resource), one]));
  const asked = new Map(input.desired.map((resource) => [resourceKey(resource), resource]));
  const holds = input.holds ?? NO_HOLDS;
  const owned = input.actual.filter((one) => one.owned);
  const undesired = owned.filter(({ resource }) => !asked.has(resourceKey(resource)));
  const newNameOf = ({ kind, name }: Resource): string | undefined =>
    kind === "schedule" ? input.movedTo?.get(jobOfSchedule(name)) : undefined;
  const moved = undesired.filter(({ resource }) => newNameOf(resource) !== undefined);
  const orphans = undesired.filter(({ resource }) => newNameOf(resource) === undefined);
  if (input.prune && !input.allowManyDeletes) refuseUnsafePrune(orphans, owned);
  const kept = input.prune ? [] : orphans.map(({ resource }) => resource);
  const wantedNow = keepAllowed(withHolds(input.desired, holds), kept);
  const desired = new Map(wantedNow.map((resource) => [resourceKey(resource), resource]));
  const owner = jobNaming(input.functionOf);
  const secrets = input.secrets ?? new Map();
  const wanted = [...desired.values()].flatMap((to) =>
    actionFor(to, actual.get(resourceKey(to)), input.now, owner, secrets),
  );
  const left = orphans.map(({ resource }) => orphanAction(resource, input.prune, owner));
  const actions = inOrder([...withFormerNames(wanted, moved, newNameOf), ...moved.map(moveOf(newNameOf)), ...left]);
  const desiredFingerprint = stableHash([...asked].sort(byKey).map(([, resource]) => resource));
  return {
    environment: input.environment,
    fingerprint: stableHash(actions),
    desiredFingerprint,
    actions,
    unchanged: input.desired.length - wanted.length - foreignOf(desired, actual).length,
    orphans: left.map(({ kind, name, job }) => ({ kind, name, job })).sort(byKindAndName),
    foreign: foreignOf(desired, actual),
    held: heldOf(input.desired, holds),
    drift: desiredFingerprint === input.lastSynced ? driftIn(actions) : [],
  };
}

/** All that has to be done though the file asks for nothing new. */
function driftIn(actions: readonly Action[]): Plan["drift"] {
  return actions.flatMap(({ action, kind, name, changes }) => {
    const deleted = action === "create";
    return deleted || action === "update" ? [{ kind, name, deleted, changes }] : [];
  });
}

function actionFor(
  wanted: Resource,
  found: ActualResource | undefined,
  now: number | undefined,
  owner: (resource: Resource) => string | null,
  secrets: Secrets,
): Action[] {
  const known = found && now !== undefined ? startKnown(wanted, found.resource, now) : wanted;
  if (found?.owned && diff(found.resource, known).length === 0) return [];
  const to = known.kind === "schedule" && now !== undefined ? withSendableStart(known, now) : known;
  const step = { kind: to.kind, name: to.name, job: owner(to), warnings: warningsFor(found?.resource, to) };
  if (!found) return [{ ...step, action: "create", to, changes: [] }];
  if (!found.owned) return [];
  const changes = diff(found.resource, to);
  return [{ ...step, action: "update", from: found.resource, to, changes: hideSecrets(changes, secrets) }];
}

const startKnown = (wanted: Resource, found: Resource, now: number): Resource =>
  wanted.kind === "schedule" && found.kind === "schedule" ? withKnownStart(wanted, found, now) : wanted;

type NewName = (resource: Resource) => string | undefined;

const moveOf =
  (newNameOf: NewName) =>
  ({ resource: from }: ActualResource): Action => {
    const job = newNameOf(from) ?? null;
    const step = { kind: from.kind, name: from.name, job, warnings: [], changes: [] };
    return { ...step, action: "delete", from, ...(job === null ? {} : { movedTo: job }) };
  };

/** What is made in the place of something that moved says what that was called. */
function withFormerNames(
  actions: readonly Action[],
  moved: readonly ActualResource[],
  newNameOf: NewName,
): readonly Action[] {
  return actions.map((action) => {
    if (action.action !== "create" || action.kind !== "schedule") return action;
    const here = moved.filter(({ resource }) => newNameOf(resource) === action.job);
    const was = [...new Set(here.map(({ resource }) => jobOfSchedule(resource.name)))].sort();
    return was.length === 0 ? action : { ...action, was };
  });
}

function orphanAction(from: Resource, prune: boolean, owner: (resource: Resource) => string | null): Action {
  const action = prune && isPrunable(from.kind) ? "delete" : "keep";
  return { action, kind: from.kind, name: from.name, job: owner(from), warnings: [], from, changes: [] };
}

/** A schedule's job is in its name; a function's, its role's and its settings' is the only job that it runs. */
function jobNaming(functionOf: ReadonlyMap<string, string>): (resource: Resource) => string | null {
  const jobs = new Map<string, string | null>();
  for (const [job, name] of functionOf) jobs.set(name, jobs.has(name) ? null : job);
  return (resource) => {
    if (resource.kind === "schedule") return resource.name === WATCH_SCHEDULE ? null : jobOfSchedule(resource.name);
    const name = resource.kind === "invoke-config" ? (resource.name.split(":", 1)[0] ?? "") : resource.name;
    return jobs.get(unqualified(name).replace(/^\/aws\/lambda\//, "")) ?? null;
  };
}

function heldOf(desired: readonly Resource[], holds: Holds): Plan["held"] {
  return desired.flatMap((resource) => {
    const hold = resource.kind === "schedule" ? holdOf(resource, holds) : undefined;
    if (!hold) return [];
    const { until, by = null, reason } = hold;
    const job = jobOfSchedule(resource.name);
    return [
      { name: resource.name, job, by, reason, until: until === undefined ? null : new Date(until).toISOString() },
    ];
  });
}

function foreignOf(
  desired: ReadonlyMap<string, Resource>,
  actual: ReadonlyMap<string, ActualResource>,
): Plan["foreign"] {
  return [...desired]
    .filter(([key]) => actual.get(key)?.owned === false)
    .map(([, { kind, name }]) => ({ kind, name }))
    .sort(byKindAndName);
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const byKindAndName = (a: { kind: string; name: string }, b: { kind: string; name: string }): number =>
  `${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1;
