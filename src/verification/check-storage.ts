// The checks of what keeps things: queues, the ledger's table, log groups.
import type { LogGroupResource, Resource, TableResource } from "../desired/resource.ts";
import { type Check, ng, ok, skip } from "./check.ts";
import type { QueueFacts, Reading } from "./evidence.ts";

const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;
const days = (seconds: number) => `${seconds / 86_400} days`;

/** Absent and unreadable are the same finding of every kind. */
export function presence(reading: Reading<unknown>, fix = "lamp sync"): Check {
  if (reading.kind === "absent") return ng("exists", "there is none", fix);
  return reading.kind === "unreadable" ? skip("exists", reading.reason) : ok("exists");
}

/** The Scheduler and Lambda deliver dead letters to standard queues only (Scheduler User Guide, dead-letter queue). */
export function checkQueue(queue: Reading<QueueFacts>, own: boolean): readonly Check[] {
  const there = presence(queue, own ? "lamp sync" : "create it, or correct `deadLetter`");
  if (queue.kind !== "found") return [there];
  const { retentionSeconds: kept, fifo } = queue.value;
  const short = `kept ${days(kept)}, of ${days(LONGEST_RETENTION_SECONDS)} possible`;
  const enough = kept >= LONGEST_RETENTION_SECONDS;
  return [
    there,
    fifo ? ng("standard queue", "it is a FIFO queue", "name a standard queue as `deadLetter`") : ok("standard queue"),
    enough
      ? ok("retention", days(kept))
      : own
        ? ng("retention", short, "lamp sync")
        : skip("retention", `${short}; not our queue`),
  ];
}

export function checkTable(found: Reading<Resource>, wanted: TableResource): readonly Check[] {
  const there = presence(found);
  if (found.kind !== "found" || found.value.kind !== "table") return [there];
  const table = found.value;
  const ttl = table.ttlAttribute;
  return [
    there,
    ttl === wanted.ttlAttribute
      ? ok("expiry", `by ${ttl}`)
      : ng("expiry", ttl ? `by ${ttl}, not ${wanted.ttlAttribute}` : "nothing ever expires", "lamp sync"),
    ...wanted.indexes.map(({ name, partitionKey, sortKey }) =>
      table.indexes.some((one) => one.name === name && one.partitionKey === partitionKey && one.sortKey === sortKey)
        ? ok(`index ${name}`)
        : ng(`index ${name}`, `none on ${partitionKey}, ${sortKey}`, "lamp sync"),
    ),
  ];
}

export function checkLogGroup(found: Reading<Resource>, wanted: LogGroupResource): readonly Check[] {
  const there = presence(found);
  if (found.kind !== "found" || found.value.kind !== "log-group") return [there];
  const { retentionDays } = found.value;
  if (retentionDays === 0) return [there, ng("retention", "its logs are kept, and paid, for ever", "lamp sync")];
  return retentionDays === wanted.retentionDays
    ? [there, ok("retention", `${retentionDays} days`)]
    : [there, ng("retention", `${retentionDays} days, not ${wanted.retentionDays}`, "lamp sync")];
}
