// The files of a project that says most of what a file can say.

export const HANDLER = (answer: string) => `import { job } from "lamplighter";
export default job(async () => "${answer}");
`;

const JOBS = (account: string) => `app: acme
timezone: Europe/Berlin
watch: true
defaults: {memory: 256, timeout: 1m, labels: {team: data}}
jobs:
  daily-report:
    description: Yesterday as one page
    schedule: "0 6 * * 1-5"
    handler: jobs/report.ts
    input: {bucket: acme-reports, parts: [1, 2]}
    environment: {LEVEL: debug, TOKEN: "\${ssm:/acme/token}"}
    permissions:
      - {allow: ["s3:PutObject"], on: "arn:aws:s3:::acme-reports/*"}
    delivery: {attempts: 5, maxAge: 2h}
    retry: {attempts: 1, maxAge: 1h}
    startBy: 30m
    catchUp: last
    keep: 30d
    owner: data@example.com
    runbook: https://example.com/report
  hourly-cleanup:
    schedule: every hour
    handler: jobs/cleanup.ts
    window: 15m
    overlap: allow
  by-name:
    schedule: {weekdays: "cron(30 2 ? * MON-FRI *)", weekend: "cron(0 4 ? * SAT,SUN *)"}
    handler: jobs/cleanup.ts
    timezone: America/New_York
    dst: run-after
    overlap: queue
  either-day:
    schedule: "0 0 1 * 1"
    handler: jobs/cleanup.ts
    overlap: cancel
  once:
    schedule: at(2037-01-01T00:00:00)
    handler: jobs/once.ts
    timeout: 15m
    memory: 512
    storage: 1024
    architecture: x86_64
    runtime: nodejs22.x
    layers: ["arn:aws:lambda:us-east-1:${account}:layer:tools:1"]
  spring:
    schedule: rate(2 hours)
    start: 2036-03-01T09:00:00Z
    end: 2036-12-31T23:00:00Z
    handler: jobs/cleanup.ts
    deadLetter: "arn:aws:sqs:us-east-1:${account}:their-letters"
  quiet:
    schedule: rate(5 minutes)
    handler: jobs/cleanup.ts
    enabled: false
    deadLetter: false
  with-their-role:
    schedule: "@weekly"
    handler: jobs/cleanup.ts
    role: "arn:aws:iam::${account}:role/theirs"
  in-python:
    schedule: "@daily"
    handler: sums/sums.py
  their-function:
    schedule: "@monthly"
    function: billing
    retry: {attempts: 0, maxAge: 30m}
  by-hand:
    handler: jobs/cleanup.ts
`;

export const FILES = (endpoint: string, region: string, account: string): Readonly<Record<string, string>> => ({
  "jobs.yaml": JOBS(account),
  "config/moto.yaml": `endpoint: ${endpoint}\nregion: ${region}\naccount: "${account}"\n`,
  "jobs/report.ts": HANDLER("report"),
  "jobs/cleanup.ts": HANDLER("cleanup"),
  "jobs/once.ts": HANDLER("once"),
  "sums/sums.py": "def handler(event, context):\n    return 1 + 1\n",
});
