// What all batch operations have in common: the rules for ids, one commit, one outcome per entry.
import { ServiceError } from "../service.ts";
import type { Sqs } from "./sqs.ts";

interface Entry {
  readonly Id: string;
}

const MOST_ENTRIES = 10;

export function checkBatch(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new ServiceError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > MOST_ENTRIES) {
    const limit = `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`;
    throw new ServiceError("TooManyEntriesInBatchRequest", limit);
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      const rule =
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
      throw new ServiceError("InvalidBatchEntryId", rule);
    }
    if (seen.has(Id)) throw new ServiceError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Carries out each entry; one that is refused does not keep the others from being done. */
export function runBatch<E extends Entry>(sqs: Sqs, entries: readonly E[], act: (entry: E) => object | undefined) {
  return sqs.store.transaction(() => {
    const successful: object[] = [];
    const failed: object[] = [];
    for (const entry of entries) {
      try {
        successful.push({ Id: entry.Id, ...act(entry) });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
      }
    }
    return { Successful: successful, Failed: failed };
  });
}
