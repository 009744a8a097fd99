// The table of STS in the engine's store: which session an access key that was handed out stands for.
export const STS_SCHEMA = `
  DROP TABLE IF EXISTS sts_sessions;
  CREATE TABLE IF NOT EXISTS sts_keys (
    access_key TEXT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL,
    user_id TEXT NOT NULL,
    arn TEXT NOT NULL,
    role_arn TEXT,
    policies TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sts_keys_expiry ON sts_keys (expires_at);
`;
