// The tables of EventBridge in the engine's store.
export const EVENTS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS events_buses (
    name TEXT NOT NULL PRIMARY KEY,
    settings TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events_rules (
    bus TEXT NOT NULL,
    name TEXT NOT NULL,
    pattern TEXT,
    schedule TEXT,
    state TEXT NOT NULL,
    description TEXT,
    role TEXT,
    tags TEXT NOT NULL,
    PRIMARY KEY (bus, name)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events_due (
    rule TEXT NOT NULL PRIMARY KEY,
    expression TEXT NOT NULL,
    anchored_at INTEGER NOT NULL,
    next_due INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events_undelivered (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_arn TEXT NOT NULL,
    rule_name TEXT NOT NULL,
    target TEXT NOT NULL,
    event TEXT NOT NULL,
    born_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    next_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_undelivered_next ON events_undelivered (next_at, id);
  CREATE TABLE IF NOT EXISTS events_targets (
    bus TEXT NOT NULL,
    rule TEXT NOT NULL,
    id TEXT NOT NULL,
    arn TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (bus, rule, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS events_targets_arn ON events_targets (arn);
`;
