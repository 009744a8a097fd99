// The tables of SQS in the engine's store.

/** A message is receivable while `visible_at <= now`; in flight when it has a receipt and lies in the future,
 * delayed when it has none. Messages of FIFO queues have a group and their place in the order. The index serves both the receive and the question when to look again. */
export const SQS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_queues (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    attributes TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    purged_at INTEGER
  );
  CREATE TABLE IF NOT EXISTS sqs_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT,
    trace_header TEXT,
    sender TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receipt TEXT,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER,
    dead_letter_source TEXT,
    message_group TEXT,
    deduplication TEXT,
    sequence INTEGER
  );
  CREATE INDEX IF NOT EXISTS sqs_messages_visible ON sqs_messages (queue, visible_at, id);
  CREATE INDEX IF NOT EXISTS sqs_messages_sent ON sqs_messages (queue, sent_at);
  CREATE INDEX IF NOT EXISTS sqs_messages_ordered ON sqs_messages (queue, message_group, sequence) WHERE sequence IS NOT NULL;
  CREATE TABLE IF NOT EXISTS sqs_sequence (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS sqs_deduplications (
    queue INTEGER NOT NULL,
    scope TEXT NOT NULL,
    deduplication TEXT NOT NULL,
    message_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (queue, scope, deduplication)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sqs_deduplications_at ON sqs_deduplications (queue, at);
  CREATE TABLE IF NOT EXISTS sqs_receive_attempts (
    queue INTEGER NOT NULL,
    attempt TEXT NOT NULL,
    messages TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (queue, attempt)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sqs_move_tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    handle TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    source_arn TEXT NOT NULL,
    destination_arn TEXT,
    rate INTEGER,
    moved INTEGER NOT NULL DEFAULT 0,
    to_move INTEGER NOT NULL,
    failure TEXT,
    started_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS sqs_move_tasks_source ON sqs_move_tasks (source_arn, id);
`;
