// daily-report: yesterday's runs from the ledger as one page in S3, and the same as JSON.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { job, recordedRuns } from "lamplighter";
import { ensureBucket } from "./bucket.ts";
import { reportOf } from "./report/figures.ts";
import { renderHtml } from "./report/render-html.ts";

interface Input {
  readonly bucket: string;
  /** Start of the keys, ending in a slash. */
  readonly prefix: string;
  /** `2027-03-01`; left out, the day before the due time. In UTC. */
  readonly day?: string;
}

const DAY_MS = 86_400_000;

export default job<Input>(async (input, run) => {
  const day = input.day ?? new Date(run.due.getTime() - DAY_MS).toISOString().slice(0, 10);
  const fromAt = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(fromAt)) throw new Error(`day: expected a date like 2027-03-01, got ${JSON.stringify(input.day)}`);
  run.progress(0, 3);
  const runs = await recordedRuns({ fromAt, toAt: fromAt + DAY_MS - 1, signal: run.signal });
  run.progress(1, 3);
  const where = { app: process.env["LAMP_APP"] ?? "", environment: process.env["LAMP_ENV"] ?? "", day };
  const report = reportOf(where, runs);
  const s3 = new S3Client({});
  await ensureBucket(s3, input.bucket);
  const name = `${input.prefix}${day}`;
  // The same day gives the same bytes, so a run that was killed between the two is simply run again.
  await put(s3, input.bucket, `${name}.json`, `${JSON.stringify(report, null, 2)}\n`, "application/json");
  run.progress(2, 3);
  run.signal.throwIfAborted();
  await put(s3, input.bucket, `${name}.html`, renderHtml(report), "text/html; charset=utf-8");
  run.progress(3, 3);
  run.log.info("reported", { day, runs: report.runs, failures: report.failures.length });
  return { day, page: `s3://${input.bucket}/${name}.html`, runs: report.runs, failures: report.failures.length };
});

async function put(s3: S3Client, bucket: string, key: string, body: string, type: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
}
