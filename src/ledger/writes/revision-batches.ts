// Revisions of many schedules that are changed side by side, written together: what comes while one request is under way goes with
// the next, so a sync of a thousand schedules asks some dozens of times for it. Each is waited for by who recorded it.
import { sleep } from "../../core/clock.ts";
import { LedgerBusy } from "../errors.ts";
import type { Revision } from "../items/revision-item.ts";
import type { Ledger } from "../ledger.ts";
import { revisionItem } from "./record-revision.ts";

/** Of one BatchWriteItem (DynamoDB API, BatchWriteItem). */
const MOST = 25;
/** What a throttled table leaves undone comes back and is sent again, each time later (the same page). */
const TRIES = 8;
const FIRST_PAUSE_MS = 50;

type WriteRequest = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly request: WriteRequest;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class RevisionBatches {
  readonly #ledger: Ledger;
  readonly #waiting: Waiting[] = [];
  #busy = false;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Resolves when it is in the ledger. */
  record(revision: Revision): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = { PutRequest: { Item: revisionItem(revision) } };
      this.#waiting.push({ request, resolve, reject });
      if (!this.#busy) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#busy = true;
    // What is recorded in the same breath goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, MOST);
      try {
        await this.#put(some.map(({ request }) => request));
        for (const { resolve } of some) resolve();
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.#busy = false;
  }

  async #put(requests: readonly WriteRequest[]): Promise<void> {
    const { table, dynamo, clock } = this.#ledger;
    let left = requests;
    for (let tries = 1; left.length > 0; tries++) {
      const { UnprocessedItems = {} } = await dynamo.send("BatchWriteItem", { RequestItems: { [table]: left } });
      left = (UnprocessedItems as Readonly<Record<string, readonly WriteRequest[]>>)[table] ?? [];
      if (left.length === 0) return;
      if (tries === TRIES) throw new LedgerBusy(left.length);
      await sleep(clock, FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}
