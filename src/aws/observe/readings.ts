// What is remembered of earlier readings: of each thing a hash of its normal form and when that was so. Never the content,
// which may hold secrets: it answers only "is it still what is wanted?", and whatever else is asked is read anew.
import { gunzipSync, gzipSync } from "node:zlib";
import { stableHash } from "../../core/json.ts";
import type { Resource } from "../../desired/resource.ts";

/** Of a schedule: right as long as the service shows this date, in epoch milliseconds. */
export interface ScheduleEntry {
  readonly modifiedAt: number;
  readonly hash: string;
}

/** Of anything else: right when it was read. `revision` is the function's that it belongs to. */
export interface DetailEntry {
  readonly readAt: number;
  readonly hash: string;
  readonly revision: string | undefined;
}

export interface Readings {
  /** By ARN. */
  readonly schedules: ReadonlyMap<string, ScheduleEntry>;
  /** By resource key. */
  readonly details: ReadonlyMap<string, DetailEntry>;
}

export const NO_READINGS: Readings = { schedules: new Map(), details: new Map() };

/** 128 bits: enough that no two contents meet by chance. */
export const hashOf = (resource: Resource): string => stableHash(resource).slice(0, 32);

/** Base64 of gzipped JSON. */
export function encodeReadings({ schedules, details }: Readings): string {
  const text = JSON.stringify({
    schedules: [...schedules].map(([arn, { modifiedAt, hash }]) => [arn, modifiedAt, hash]),
    details: [...details].map(([key, { readAt, hash, revision }]) => [key, readAt, hash, revision ?? null]),
  });
  return gzipSync(text).toString("base64");
}

/** Whatever is wrong with the text: it is as if nothing had been read. */
export function decodeReadings(text: string | undefined): Readings {
  if (text === undefined) return NO_READINGS;
  try {
    const { schedules, details } = JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8"));
    return {
      schedules: new Map(
        (schedules as [string, number, string][]).map(([arn, modifiedAt, hash]) => [arn, { modifiedAt, hash }]),
      ),
      details: new Map(
        (details as [string, number, string, string | null][]).map(([key, readAt, hash, revision]) => [
          key,
          { readAt, hash, revision: revision ?? undefined },
        ]),
      ),
    };
  } catch {
    return NO_READINGS;
  }
}
