// How the runs of the benchmark lie in time: the jobs are due together, and the newest runs are the first that are written.

export const TABLE = "acme-local-ledger";
export const EVERY_MS = 10 * 60_000;

export const jobName = (index: number): string => `job-${String(index).padStart(3, "0")}`;

/** The nth due time back from now. */
export const dueTime = (now: number, back: number): number => (Math.floor(now / EVERY_MS) - 1 - back) * EVERY_MS;
