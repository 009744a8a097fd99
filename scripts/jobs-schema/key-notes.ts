// What an editor says about each key of jobs.yaml: its meaning, its default, an example.
import type { Json } from "../../src/core/json.ts";

export interface KeyNote {
  readonly description: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
}

export const FILE_NOTES: Readonly<Record<string, KeyNote>> = {
  app: { description: "Names everything that sync makes: <app>-<env>-…", examples: ["acme-ops"] },
  timezone: {
    description: "IANA zone of every schedule that names none.",
    default: "UTC",
    examples: ["Europe/Berlin"],
  },
  watch: {
    description:
      "Whether a small function of ours looks every quarter of an hour for runs that never arrived. Left out: yes on AWS, no on the embedded engine or another endpoint.",
  },
  defaults: { description: "What every job has that does not say otherwise." },
  jobs: { description: "The jobs, by name." },
};

export const JOB_NOTES: Readonly<Record<string, KeyNote>> = {
  description: { description: "What the job is for, in a sentence." },
  schedule: {
    description:
      "When it runs: Unix cron, cron(…), rate(…), at(…) or words; or a mapping of names to expressions. Left out: by hand only.",
    examples: ["0 6 * * 1-5", "every hour", "rate(15 minutes)", "cron(30 2 ? * MON-FRI *)"],
  },
  timezone: { description: "IANA zone of the job's schedules; the file's if left out.", examples: ["Europe/Berlin"] },
  dst: {
    description: "A local time that a clock change swallows: skipped, as AWS does, or made up for right after the gap.",
    default: "skip",
  },
  window: { description: "Flexible time window within which the Scheduler may fire late: 1m to 24h, whole minutes." },
  start: { description: "Instant from which the schedules are live.", examples: ["2027-03-01T09:00:00Z"] },
  end: { description: "Instant until which the schedules are live.", examples: ["2027-12-31T23:00:00Z"] },
  handler: {
    description: "The file of the job's code, bundled and deployed; of Python also file:function.",
    examples: ["jobs/report.ts", "jobs/report.py"],
  },
  function: {
    description: "An existing function instead of a handler: name, name:alias or ARN. Never changed or deleted by us.",
    examples: ["billing:prod"],
  },
  envelope: {
    description:
      "false, with function: only: the function's event is the input as it stands, with nothing of ours around it. <aws.scheduler.scheduled-time> and its like in the input are filled in.",
    default: true,
  },
  record: {
    description:
      "With function: its runs have a history too. Its on-success and on-failure destinations are set to a recorder of ours; what it does not tell stays blank.",
    default: false,
  },
  input: { description: "Any mapping; given to the handler as JSON.", default: {} },
  timeout: { description: "Lambda's time limit for an attempt: 1s to 15m.", default: "1m" },
  memory: { description: "Memory in MB: 128 to 10240.", default: 256 },
  architecture: { description: "The function's processor.", default: "arm64" },
  runtime: { description: "Lambda's runtime; python3.13 for a Python handler.", default: "nodejs24.x" },
  environment: { description: "Environment variables, merged with those of the defaults." },
  storage: { description: "Size of /tmp in MB: 512 to 10240.", default: 512 },
  layers: { description: "ARNs of layer versions, at most five.", default: [] },
  permissions: {
    description: "IAM statements that the job's own role gets, beside logs and ledger.",
    default: [],
    examples: [[{ allow: "s3:PutObject", on: "arn:aws:s3:::bucket/*" }]],
  },
  role: { description: "ARN of an existing role, in place of one that we make." },
  delivery: { description: "The Scheduler's own retries: attempts 0 to 185 (10), maxAge 1m to 24h (1h)." },
  retry: {
    description:
      "Lambda's retries of a failed attempt: attempts 0 to 2 (2), maxAge 1m to 6h (1h). With function: set on that function, and only where it is written.",
  },
  deadLetter: {
    description: "true: the app's own queues; an ARN: an existing standard queue; false: none.",
    default: true,
  },
  overlap: { description: "What becomes of a run that is due while another is going.", default: "skip" },
  startBy: { description: "A run that cannot start within this of its due time is skipped as late: 1m to 24h." },
  catchUp: {
    description: "Whether due times that were missed or held back by a pause are made up for: none, the last, or all.",
    default: "none",
    examples: ["last", { runs: "all", window: "2d" }],
  },
  enabled: { description: "false keeps the schedule, disabled.", default: true },
  keep: { description: "How long its runs stay in the history, in whole days.", default: "90d" },
  owner: { description: "Who answers for the job; shown wherever it is shown." },
  runbook: { description: "Address of what to do when it fails.", examples: ["https://example.com/runbook"] },
  labels: { description: "Texts of your own, shown wherever the job is shown." },
  expect: { description: "Health: not yet supported." },
  alert: { description: "Whom to tell of which outcomes: not yet supported." },
  on: { description: "Start on an event: not yet supported." },
  replaces: {
    description:
      "The rule or schedule that fired the job before. As long as that is on, the job's schedules are held back; lamp import --move hands over.",
    examples: ["rule/nightly", "schedule/default/nightly"],
  },
  was: {
    description: "Former name: its history and its pause are this job's, with no due time lost or run twice.",
    examples: ["weekly-report"],
  },
};
