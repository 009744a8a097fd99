// An environment on the engine that is looked at again and again, each time by new clients, with or without what was remembered.
import { onTestFinished } from "vitest";
import type { Cloud } from "../../src/apply/cloud.ts";
import { type Clients, createClients } from "../../src/aws/clients.ts";
import { createDynamo } from "../../src/aws/dynamo.ts";
import type { Observation } from "../../src/aws/observe/observation.ts";
import { createReader } from "../../src/aws/observe/reader.ts";
import { decodeReadings, encodeReadings, type Readings } from "../../src/aws/observe/readings.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { Resource, ScheduleResource } from "../../src/desired/resource.ts";
import { readSyncState } from "../../src/ledger/reads/sync-state.ts";
import { createAll, EVERYTHING, engineCloud, SCOPE } from "./engine-cloud.ts";

export interface Look extends Observation {
  /** The query of the ledger among them, which a plan makes. */
  readonly calls: number;
}

export interface ReadingWorld {
  readonly cloud: Cloud;
  readonly clients: Clients;
  /** `readings` left out: everything is read anew. */
  look(readings?: Readings, options?: LookOptions): Promise<Look>;
}

interface LookOptions {
  /** Since the start of the test. */
  readonly afterMs?: number;
  readonly created?: ReadonlyMap<string, string>;
  readonly variants?: (wanted: ScheduleResource) => readonly ScheduleResource[];
}

/** The engine's dates lag behind the Date header of its answers, so that all of them are settled; or run ahead, and none is. */
export function clockOffBy(ms: number): Clock {
  return {
    now: () => systemClock.now() + ms,
    setTimer: (at, fire) => systemClock.setTimer(at - ms, fire),
  };
}

const HOUR = 3_600_000;

export async function readingWorld(
  desired: readonly Resource[] = EVERYTHING,
  clock: Clock = clockOffBy(-HOUR),
): Promise<ReadingWorld> {
  const { cloud, clients, endpoint } = await engineCloud(clock);
  await createAll(cloud, desired);
  const start = systemClock.now();
  return {
    cloud,
    clients,
    async look(readings, { afterMs = 0, ...more } = {}) {
      const fresh = createClients({ region: "us-east-1", endpoint, embedded: true });
      onTestFinished(() => fresh.close());
      const reader = createReader({ clients: fresh, clock: { ...systemClock, now: () => start + afterMs } });
      await readSyncState({ dynamo: createDynamo(fresh), table: "acme-test-ledger", clock: systemClock });
      const survey = await reader.survey({ ...SCOPE, expected: [], full: readings === undefined });
      const known = readings && { readings: decodeReadings(encodeReadings(readings)) };
      const seen = await reader.observe(survey, { desired, ...known, ...more });
      return { ...seen, calls: fresh.apiCalls() };
    },
  };
}
