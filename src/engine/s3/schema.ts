// The tables of S3 in the engine's store. Keys compare by their UTF-8 bytes, which is the order S3 lists them in.
export const S3_SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_buckets (
    name TEXT NOT NULL PRIMARY KEY,
    location TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    notification TEXT,
    tags TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS s3_policies (
    bucket TEXT NOT NULL PRIMARY KEY,
    policy TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS s3_blobs (
    id TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    bytes BLOB,
    sums BLOB
  );
  CREATE TABLE IF NOT EXISTS s3_objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    blob TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    headers TEXT NOT NULL,
    checksums TEXT NOT NULL,
    tags TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS s3_uploads (
    id TEXT NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    headers TEXT NOT NULL,
    tags TEXT NOT NULL,
    initiated_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS s3_uploads_key ON s3_uploads (bucket, key, id);
  CREATE TABLE IF NOT EXISTS s3_parts (
    upload TEXT NOT NULL,
    number INTEGER NOT NULL,
    blob TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (upload, number)
  ) WITHOUT ROWID;
`;
