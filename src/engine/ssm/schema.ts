// The table of Parameter Store in the engine's store: every version of every parameter.
export const SSM_SCHEMA = `
  CREATE TABLE IF NOT EXISTS ssm_parameters (
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    tier TEXT NOT NULL,
    data_type TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (region, name, version)
  ) WITHOUT ROWID;
`;
