// Looks at an environment before planning: the pages, the ledger's memory of earlier readings, and whose account it is.
import type { CloudIdentity } from "../apply/cloud.ts";
import { identityOf } from "../aws/identity.ts";
import type { Observation } from "../aws/observe/observation.ts";
import { createReader } from "../aws/observe/reader.ts";
import { decodeReadings } from "../aws/observe/readings.ts";
import { systemClock } from "../core/clock.ts";
import { jobOfSchedule } from "../desired/names.ts";
import type { Resource, ScheduleResource } from "../desired/resource.ts";
import { held } from "../desired/with-holds.ts";
import { readSyncState, type SyncState } from "../ledger/reads/sync-state.ts";
import type { Model } from "../manifest/model.ts";
import type { Connection } from "./connection.ts";

export type Variants = (wanted: ScheduleResource) => readonly ScheduleResource[];

export interface Look {
  readonly place: CloudIdentity;
  readonly state: SyncState;
  /** What else than the wanted a schedule may well be. */
  readonly variants: Variants;
  read(desired: readonly Resource[]): Promise<Observation>;
  /** For a plan that has something to do: nothing of what it is made of may be of an earlier reading. */
  readAgain(desired: readonly Resource[], first: Observation): Promise<Observation>;
}

/** `full` reads everything anew; so does the local engine, which answers sooner than a memory could be kept. */
export async function lookAtCloud(model: Model, connection: Connection, full: boolean): Promise<Look> {
  const { clients, embedded, readableLedger } = connection;
  const reader = createReader({ clients, clock: systemClock });
  const whole = full || embedded;
  const [survey, state] = await Promise.all([
    reader.survey({
      app: model.app,
      environment: model.environment.name,
      expected: model.jobs.map(({ name }) => name),
      full: whole,
    }),
    readSyncState(readableLedger),
  ]);
  const readings = whole ? undefined : decodeReadings(state.readings);
  const variants = variantsFor(state);
  const { recorded } = state;
  return {
    place: survey.identity ?? (await identityOf(clients)),
    state,
    variants,
    read: (desired) => reader.observe(survey, { desired, recorded, variants, ...(readings ? { readings } : {}) }),
    readAgain: (desired, after) => reader.observe(survey, { desired, recorded, after }),
  };
}

/** A schedule is as wanted, held back by a pause, or switched off. */
function variantsFor({ pauses }: SyncState): Variants {
  return (wanted) => {
    const pause = pauses.get(jobOfSchedule(wanted.name));
    return [...(pause ? [held(wanted, pause.until)] : []), { ...wanted, enabled: false }];
  };
}
