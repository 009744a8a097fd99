// What the data calls write and read: an item like a run record of some 330 bytes, and a message of the same size.

export const TABLE = "bench";
export const QUEUE = "bench";
export const QUERY_ITEMS = 20;
export const QUERY_PARTITION = "job#daily-report";

/** In DynamoDB's own form, so that neither side pays for turning it. */
export function itemOf(partition: string, n: number) {
  return {
    pk: { S: partition },
    sk: { S: `run#${String(n).padStart(10, "0")}` },
    job: { S: "daily-report" },
    due: { S: "2026-11-25T06:00:00.000Z" },
    outcome: { S: "succeeded" },
    attempt: { N: "1" },
    durationMs: { N: String(1_000 + (n % 9_000)) },
    requestId: { S: "5fea7756-0ea4-451a-a703-a558b933e274" },
    log: { S: "2026/11/25/[$LATEST]0123456789abcdef0123456789abcdef" },
    result: { M: { rows: { N: "120" }, note: { S: "yesterday's runs, failures and cost" } } },
    manual: { BOOL: false },
  };
}

export const MESSAGE = JSON.stringify({ job: "daily-report", note: "x".repeat(280) });
