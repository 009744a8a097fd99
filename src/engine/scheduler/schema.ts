// The Scheduler's tables. A delivery is a firing on record.

/** `scheduler_next_due` has one row a schedule, apart from its document: a firing writes some sixteen bytes, not the whole
 * row, and what is due next is read at the start without reading documents. */
export const SCHEDULER_SCHEMA = `
CREATE TABLE IF NOT EXISTS scheduler_groups (
  name TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  gone_at INTEGER,
  tags TEXT NOT NULL,
  token TEXT,
  token_hash TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS scheduler_groups_gone ON scheduler_groups (gone_at) WHERE gone_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS scheduler_schedules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_name TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  anchored_at INTEGER NOT NULL,
  token TEXT,
  token_hash TEXT,
  UNIQUE (group_name, name)
) STRICT;
CREATE TABLE IF NOT EXISTS scheduler_next_due (
  schedule INTEGER PRIMARY KEY REFERENCES scheduler_schedules (id) ON DELETE CASCADE,
  next_due INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS scheduler_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  schedule_id INTEGER NOT NULL,
  execution_id TEXT NOT NULL,
  arn TEXT NOT NULL,
  target TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  born_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  next_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS scheduler_deliveries_next ON scheduler_deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS scheduler_deliveries_schedule ON scheduler_deliveries (schedule_id);
CREATE TABLE IF NOT EXISTS scheduler_deletions (
  token TEXT PRIMARY KEY,
  what TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
