// Jobs that something else fires still: as long as it does, their own schedules are held back.
import { type Origin, originOf, originText } from "../adoption/origin.ts";
import type { Clients } from "../aws/clients.ts";
import { isOriginOn } from "../aws/found/origins.ts";
import { inParallel } from "../core/in-parallel.ts";
import { groupName } from "../desired/names.ts";
import type { Hold } from "../desired/with-holds.ts";
import type { Job, Model } from "../manifest/model.ts";
import { UsageError } from "./errors.ts";

const AT_ONCE = 8;

/** Asks only about what the file names; a file that names nothing costs nothing. */
export async function firedElsewhere(
  model: Pick<Model, "app" | "environment"> & { readonly jobs: readonly Pick<Job, "name" | "replaces">[] },
  clients: Pick<Clients, "events" | "scheduler">,
): Promise<ReadonlyMap<string, Hold>> {
  const named = model.jobs.flatMap(({ name, replaces }) => (replaces === undefined ? [] : [[name, replaces] as const]));
  const origins = [...new Set(named.map(([, text]) => text))];
  for (const text of origins) refuseOwn(originOf(text), model);
  const states = await inParallel(origins, AT_ONCE, async (text) => {
    return [text, await isOriginOn(clients, originOf(text))] as const;
  });
  const on = new Map(states);
  return new Map(named.flatMap(([job, text]) => (on.get(text) === true ? [[job, holdBy(text)] as const] : [])));
}

const holdBy = (text: string): Hold => ({
  until: undefined,
  by: undefined,
  reason: `${text} fires it still; lamp import --move ${text} hands over`,
});

/** A job that waits for its own schedule to go off would never be on. */
function refuseOwn(origin: Origin, { app, environment }: Pick<Model, "app" | "environment">): void {
  if (origin.kind === "rule" || origin.group !== groupName(app, environment.name)) return;
  throw new UsageError(
    `replaces: ${originText(origin)} is a schedule of this very app and environment; take the line away`,
  );
}
