// Functions, roles, queues, the table and log groups: read one by one, or recalled as far as they may be; what calls are
// left over go to those whose change would matter most.
import { inParallel } from "../../core/in-parallel.ts";
import { invokeConfigName, logGroupName, schedulerRoleName } from "../../desired/names.ts";
import { type Resource, type ResourceKind, resourceKey } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import type { Adapters } from "../resources/adapters.ts";
import { readLive } from "../resources/function/function.ts";
import type { Earlier } from "./observation.ts";
import { type DetailEntry, hashOf } from "./readings.ts";
import { type Detail, isSurelyAbsent, ledgerTableOf, recalled, revisionFor } from "./recall.ts";
import type { Survey } from "./survey.ts";

export interface DetailRequest {
  readonly survey: Survey;
  readonly desired: readonly Resource[];
  /** Names of recordings beside the wanted ones. */
  readonly recorded: readonly string[];
  /** By resource key; none where all is to be read anew. */
  readonly known: ReadonlyMap<string, DetailEntry>;
  readonly now: number;
  /** Calls that may still be spent on what is recalled. */
  spare(): number;
}

export interface DetailsRead {
  readonly details: readonly Detail[];
  readonly entries: ReadonlyMap<string, DetailEntry>;
  readonly earlier: readonly Earlier[];
  readonly readAnew: number;
}

type DetailId = Pick<Detail, "kind" | "name">;

/** Within the quotas of the read calls (Lambda GetFunction 100, Logs 10 a second). */
const AT_ONCE = 16;
/** What reading one anew costs, in calls, in the order of consequence. */
const COSTS: readonly (readonly [ResourceKind, number])[] = [
  ["function", 1],
  ["invoke-config", 1],
  ["retry-settings", 1],
  ["recording", 1],
  ["queue", 3],
  ["table", 3],
  ["log-group", 2],
  ["role", 2],
];

export async function readDetails(clients: Clients, adapters: Adapters, request: DetailRequest): Promise<DetailsRead> {
  const { survey, known, now } = request;
  const wanted = new Map(request.desired.map((resource) => [resourceKey(resource), resource as Detail]));
  const found = new Map<string, Detail>();
  const entries = new Map<string, DetailEntry>();
  const fromMemory = new Map<string, Detail>();
  const unknown: DetailId[] = [];
  for (const id of namesIn(request)) {
    const key = `${id.kind}/${id.name}`;
    const detail = recalled(wanted.get(key), known.get(key), survey, now);
    if (detail) fromMemory.set(key, detail);
    else if (!isSurelyAbsent(id, survey)) unknown.push(id);
  }
  const readAnew = async (id: DetailId) => {
    const key = `${id.kind}/${id.name}`;
    const detail = await read(adapters, id);
    fromMemory.delete(key);
    if (!detail) return;
    found.set(key, detail);
    entries.set(key, { readAt: now, hash: hashOf(detail), revision: revisionFor(id, survey) });
  };
  await inParallel(unknown, AT_ONCE, readAnew);
  await inParallel(worthAnotherLook([...fromMemory.values()], known, request.spare()), AT_ONCE, async (detail) => {
    if (detail.kind !== "function") return readAnew(detail);
    const live = await readLive(await clients.lambda(), detail.name, detail.tags);
    if (!live || hashOf(live) !== hashOf(detail)) await readAnew(detail);
  });
  const earlier: Earlier[] = [];
  for (const [key, detail] of fromMemory) {
    found.set(key, detail);
    const entry = known.get(key);
    if (!entry) continue;
    entries.set(key, entry);
    earlier.push({ kind: detail.kind, name: detail.name, at: entry.readAt });
  }
  return { details: [...found.values()], entries, earlier, readAnew: unknown.length };
}

/** By consequence, then by age, as far as the calls go. */
function worthAnotherLook(
  details: readonly Detail[],
  known: ReadonlyMap<string, DetailEntry>,
  calls: number,
): readonly Detail[] {
  const ageOf = (detail: Detail) => known.get(resourceKey(detail))?.readAt ?? 0;
  let left = calls;
  return COSTS.flatMap(([kind, cost]) => {
    const some = details.filter((detail) => detail.kind === kind).sort((a, b) => ageOf(a) - ageOf(b));
    const affordable = some.slice(0, Math.max(0, Math.floor(left / cost)));
    left -= affordable.length * cost;
    return affordable;
  });
}

function namesIn({ survey, desired, recorded }: DetailRequest): readonly DetailId[] {
  const wanted = (kind: ResourceKind) => desired.filter((one) => one.kind === kind).map(({ name }) => name);
  const functions = [...survey.functions.keys()];
  const logGroups = [...survey.logGroups.keys()];
  // A function that is gone may have left its role behind, when what deleted it was cut off: its log group knows the name.
  const logged = logGroups.map((name) => name.slice(logGroupName("").length));
  const roles = [...wanted("role"), ...functions, ...logged, schedulerRoleName(survey.app, survey.environment)];
  const names: readonly (readonly [Detail["kind"], readonly string[]])[] = [
    ["function", functions],
    ["invoke-config", functions.map(invokeConfigName)],
    ["retry-settings", wanted("retry-settings")],
    ["recording", [...wanted("recording"), ...recorded]],
    ["queue", survey.queues],
    ["table", [...wanted("table"), ledgerTableOf(survey)]],
    ["log-group", logGroups],
    ["role", roles],
  ];
  return names.flatMap(([kind, some]) => [...new Set(some)].map((name) => ({ kind, name })));
}

/** Each kind is found by its name alone. */
function read(adapters: Adapters, { kind, name }: DetailId): Promise<Detail | undefined> {
  const adapter: { read(id: { readonly name: string }): Promise<Detail | undefined> } = adapters[kind];
  return adapter.read({ name });
}
