// Which details stand as they were read earlier: young enough, of the same function, what is wanted, and not denied by a page.
import { stableJson } from "../../core/json.ts";
import { LIVE, ledgerTableName } from "../../desired/names.ts";
import type { Resource, ScheduleResource } from "../../desired/resource.ts";
import type { DetailEntry } from "./readings.ts";
import { hashOf } from "./readings.ts";
import type { Survey } from "./survey.ts";

export type Detail = Exclude<Resource, ScheduleResource | { readonly kind: "group" }>;

/** Changes that no page shows are seen after this at the latest. */
const TRUSTED_MS = 3_600_000;
/** Clocks of two machines differ by some seconds; an entry from further ahead is not believed. */
const SKEW_MS = 60_000;

/** The one that is wanted, when the entry says that it is so. */
export function recalled(
  wanted: Detail | undefined,
  entry: DetailEntry | undefined,
  survey: Survey,
  now: number,
): Detail | undefined {
  if (!wanted || !entry) return undefined;
  const age = now - entry.readAt;
  if (age > TRUSTED_MS || age < -SKEW_MS) return undefined;
  if (entry.revision !== revisionFor(wanted, survey)) return undefined;
  return entry.hash === hashOf(wanted) && agreesWithPages(wanted, survey) ? wanted : undefined;
}

/** Of the function that the detail belongs to. */
export function revisionFor({ kind, name }: Pick<Detail, "kind" | "name">, survey: Survey): string | undefined {
  if (kind === "function") return survey.functions.get(name);
  return kind === "invoke-config" ? survey.functions.get(name.slice(0, -`:${LIVE}`.length)) : undefined;
}

function agreesWithPages(wanted: Detail, survey: Survey): boolean {
  if (wanted.kind === "log-group") return survey.logGroups.get(wanted.name) === wanted.retentionDays;
  if (wanted.kind !== "role") return true;
  const facts = survey.roles?.roles.get(wanted.name);
  const { description: _, ...rest } = wanted;
  return facts === undefined || stableJson(facts) === stableJson(rest);
}

/** Whether a page says that there is none of the name. */
export function isSurelyAbsent({ kind, name }: Pick<Detail, "kind" | "name">, { roles }: Survey): boolean {
  return kind === "role" && roles?.complete === true && !roles.roles.has(name);
}

export const ledgerTableOf = ({ app, environment }: Survey): string => ledgerTableName(app, environment);
