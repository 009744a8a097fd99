// A pause as JSON, and in a word beside its job.
import type { Pause } from "../../ledger/items/pause-item.ts";

export const pauseJson = ({ by, reason, at, until }: Pause): Readonly<Record<string, unknown>> => ({
  by,
  reason,
  at: new Date(at).toISOString(),
  until: until === undefined ? null : new Date(until).toISOString(),
});
