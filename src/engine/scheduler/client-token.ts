// ClientToken: a repeated identical request changes nothing and gets the same answer.
import { hash } from "node:crypto";
import { stableJson } from "../../core/json.ts";
import { conflict } from "./faults.ts";
import type { Scheduler } from "./scheduler.ts";

/** AWS does not say how long tokens are kept: an hour here, longer than any client retries. */
const KEPT_MS = 3_600_000;

export function requestHash(input: object): string {
  return hash("sha256", stableJson({ ...input, ClientToken: undefined }));
}

/** Whether the row was written by this very request; the same token on another request is a conflict. */
export function isRepeated(
  row: { readonly token: string | null; readonly tokenHash: string | null },
  token: string | undefined,
  hash: string,
): boolean {
  if (token === undefined || row.token !== token) return false;
  if (row.tokenHash !== hash)
    throw conflict("The request has the ClientToken of an earlier request with other parameters.");
  return true;
}

/** Deletions leave no row to hold their token. */
export function rememberDeletion({ store, clock }: Scheduler, token: string | undefined, what: string): void {
  if (token === undefined) return;
  const now = clock.now();
  store.run("DELETE FROM scheduler_deletions WHERE at < ?", now - KEPT_MS);
  store.run("INSERT OR REPLACE INTO scheduler_deletions (token, what, at) VALUES (?, ?, ?)", token, what, now);
}

export function wasDeletedBy({ store, clock }: Scheduler, token: string | undefined, what: string): boolean {
  if (token === undefined) return false;
  const sql = "SELECT what FROM scheduler_deletions WHERE token = ? AND at >= ?";
  return store.get<{ what: string }>(sql, token, clock.now() - KEPT_MS)?.what === what;
}
