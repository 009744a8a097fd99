// The tables of IAM in the engine's store.

/** Names are not distinguished by case (IAM User Guide, IAM and STS quotas: name requirements). */
export const IAM_SCHEMA = `
  CREATE TABLE IF NOT EXISTS iam_roles (
    name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE,
    trust TEXT NOT NULL,
    description TEXT,
    longest_session INTEGER NOT NULL,
    boundary TEXT,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS iam_role_policies (
    role TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (role, name)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS iam_role_attachments (
    role TEXT NOT NULL COLLATE NOCASE,
    policy_arn TEXT NOT NULL,
    PRIMARY KEY (role, policy_arn)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS iam_policies (
    arn TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    description TEXT,
    document TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
`;
