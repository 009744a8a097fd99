// Manifests that the parser takes, and such that it refuses, for the schema of editors to be held against.
import { withJob } from "./load.ts";

/** What the placeholders of these manifests stand for. */
export const VARIABLES = { CPU: "arm64", LIMIT: "2m", KEY: "1" };

const job = (...lines: string[]) => withJob("handler: jobs/a.ts", ...lines);

export const GOOD: Readonly<Record<string, string>> = {
  "a job alone": job(),
  "no job": "app: shop\njobs: {}\n",
  "an existing function": withJob("function: billing:prod", "delivery: {attempts: 0}"),
  "an existing function with a history": withJob("function: invoices:prod", "record: true"),
  "a job that something else fires": withJob("function: billing", "replaces: schedule/default/nightly.v2"),
  "a plain event": withJob("function: billing", "envelope: false", "deadLetter: false"),
  "named schedules": job("schedule: {early: every hour, late: 'cron(0 4 ? * SAT,SUN *)'}"),
  "every other key": job(
    "description: All of it",
    "schedule: 0 6 * * 1-5",
    "timezone: Europe/Berlin",
    "dst: run-after",
    "window: 15m",
    "start: '2027-03-01T09:00:00Z'",
    "end: '2027-04-01T09:00+01:00'",
    "input: {bucket: acme, deep: [1, {x: null}]}",
    "timeout: 15m",
    "memory: 1024",
    "architecture: x86_64",
    "runtime: nodejs22.x",
    "environment: {LEVEL: debug}",
    "storage: 1024",
    'layers: ["arn:aws:lambda:us-east-1:123456789012:layer:tools:3"]',
    "permissions: [{allow: 's3:PutObject', on: ['arn:aws:s3:::acme/*']}]",
    "delivery: {attempts: 185, maxAge: 24h}",
    "retry: {attempts: 0, maxAge: 1m}",
    "deadLetter: arn:aws:sqs:us-east-1:123456789012:letters",
    "overlap: allow",
    "startBy: 30m",
    "catchUp: {runs: all, window: 2d}",
    "enabled: false",
    "keep: 7d",
    "owner: ops",
    "runbook: https://example.com/report",
    'labels: {team: "7"}',
    "was: [yesterdays-report, oldest]",
  ),
  "a role of its own": job("role: arn:aws:iam::000000000000:role/theirs"),
  "a watched file": `watch: true\n${job("schedule: every hour")}`,
  placeholders: job(`architecture: \${env:CPU}`, `timeout: \${env:LIMIT}`, `input: {key: "x\${env:KEY}"}`),
  defaults: `defaults: {memory: 512, retry: {attempts: 1}, deadLetter: false}\n${job()}`,
};

/** What is wrong, and where an editor marks it. */
export const BAD: Readonly<Record<string, readonly [text: string, place: string]>> = {
  "an unknown key": [job("schedul: every hour"), "/jobs/report"],
  "an unknown key of the file": [`timezon: UTC\n${job()}`, ""],
  "no app": ["jobs: {}\n", ""],
  "a list of jobs": ["app: shop\njobs: []\n", "/jobs"],
  "a job's name with a dot": ["app: shop\njobs: {a.b: {handler: jobs/a.ts}}\n", "/jobs"],
  "handler and function": [job("function: billing"), "/jobs/report/handler"],
  "a setting of a function that is not ours": [withJob("function: billing", "memory: 512"), "/jobs/report/memory"],
  "too little memory": [job("memory: 64"), "/jobs/report/memory"],
  "memory in quotes": [job("memory: '512'"), "/jobs/report/memory"],
  "a duration without a unit": [job("timeout: 90"), "/jobs/report/timeout"],
  "an unknown word": [job("overlap: never"), "/jobs/report/overlap"],
  "an old runtime": [job("runtime: nodejs12.x"), "/jobs/report/runtime"],
  "yes for true": [job("enabled: yes"), "/jobs/report/enabled"],
  "a FIFO queue": [job("deadLetter: arn:aws:sqs:us-east-1:123456789012:x.fifo"), "/jobs/report/deadLetter"],
  "too many retries": [job("retry: {attempts: 3}"), "/jobs/report/retry/attempts"],
  "an action that is none": [job("permissions: [{allow: bad, on: '*'}]"), "/jobs/report/permissions/0/allow"],
  "a permission on nothing": [job("permissions: [{allow: 's3:PutObject'}]"), "/jobs/report/permissions/0"],
  "a catch-up without a rule": [job("schedule: every hour", "catchUp: {window: 2d}"), "/jobs/report/catchUp"],
  "six layers": [
    job(`layers: [${Array(6).fill("'arn:aws:lambda:us-east-1:123456789012:layer:t:3'")}]`),
    "/jobs/report/layers",
  ],
  "a local time as a start": [job("start: '2027-03-01T09:00'"), "/jobs/report/start"],
  "a key of a later version": [job("alert: {failed: ops}"), "/jobs/report/alert"],
  "a handler among the defaults": [`defaults: {handler: jobs/a.ts}\n${job()}`, "/defaults"],
};
