// The table of STS in the engine's store: which role an access key that was handed out stands for.
export const STS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS sts_sessions (
    access_key TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    arn TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sts_sessions_expiry ON sts_sessions (expires_at);
`;
