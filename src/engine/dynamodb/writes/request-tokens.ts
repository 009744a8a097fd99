// Client request tokens: a transaction sent again within ten minutes is not done again.
import type { Clock } from "../../../core/clock.ts";
import { stableHash } from "../../../core/json.ts";
import { ServiceError } from "../../service.ts";
import type { Store } from "../../store.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ddb_token (
  region TEXT NOT NULL, token TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (region, token)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ddb_token_at ON ddb_token (at);
`;

/** TransactWriteItems, ClientRequestToken: "valid for 10 minutes after the first request that uses it is completed". */
const VALID_MS = 10 * 60_000;

export class RequestTokens {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(SCHEMA);
  }

  /** Within the transaction the token is for: whether it was done before. Equal tokens must mean equal requests. */
  seen(region: string, token: string, request: unknown): boolean {
    const now = this.#clock.now();
    this.#store.run("DELETE FROM ddb_token WHERE at <= ?", now - VALID_MS);
    const hash = stableHash(request);
    const sql = "SELECT hash FROM ddb_token WHERE region = ? AND token = ?";
    const before = this.#store.get<{ hash: string }>(sql, region, token);
    if (!before) {
      this.#store.run("INSERT INTO ddb_token (region, token, hash, at) VALUES (?, ?, ?, ?)", region, token, hash, now);
      return false;
    }
    if (before.hash === hash) return true;
    throw new ServiceError(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  }
}
