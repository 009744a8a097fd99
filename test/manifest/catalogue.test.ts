// The catalogue of bad manifests, each by its id: what stands in the file is refused at its place, and never read as something else.
import { describe, expect, test } from "vitest";
import { modelOf, type Options, problemsOf, withJob } from "./load.ts";

const H = "handler: jobs/a.ts";
const schedule = (text: string) => withJob(H, `schedule: ${JSON.stringify(text)}`);
const env = (text: string): Options => ({ environment: "prod", files: { "config/prod.yaml": text } });
const arn = (queue: string) => withJob(H, `deadLetter: "arn:aws:sqs:${queue}"`);
const PROD = 'region: eu-central-1\naccount: "123456789012"\n';

type Case = readonly [id: string, what: string, manifest: string | Uint8Array, problem: RegExp, options?: Options];

const CASES: readonly Case[] = [
  ["Y01", "a key given twice", withJob(H, H), /^5:5 yaml-duplicate-key/],
  ["Y02", "a key given twice, once in quotes", withJob(H, `"handler": jobs/b.ts`), /^5:5 yaml-duplicate-key/],
  ["Y03", "__proto__ in an input", withJob(H, "input: {a: {__proto__: {x: 1}}}"), /^5:17 forbidden-key/],
  ["Y04", "constructor as a job", "app: x\njobs:\n  constructor: {handler: jobs/a.ts}\n", /^3:3 forbidden-key/],
  ["Y05", "prototype in a label", withJob(H, "labels: {prototype: x}"), /^5:14 forbidden-key/],
  ["Y06", "a merge key", withJob(H, "<<: {timeout: 1m}"), /^5:5 yaml-merge/],
  ["Y07", "aliases of aliases", "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n", /^3:8 yaml-alias/],
  ["Y08", "an alias", "a: &a x\nb: *a\n", /^2:4 yaml-alias/],
  ["Y09", "an alias of itself", "a: &a [*a]\n", /^1:8 yaml-alias/],
  ["Y10", "101 levels", `a: ${"[".repeat(101)}${"]".repeat(101)}`, /too-deep/],
  ["Y11", "10,000 levels", `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`, /too-deep/],
  ["Y12", "a file over 8 MiB", new Uint8Array(8 * 1_024 * 1_024 + 1), /^1:1 file-too-big/],
  ["Y13", "20,001 keys", Array.from({ length: 20_001 }, (_, n) => `k${n}:`).join("\n"), /^1:1 too-many/],
  ["Y14", "an empty file", "", /^1:1 not-a-mapping expected a mapping/],
  ["Y14", "a scalar", "jobs", /^1:1 not-a-mapping expected a mapping/],
  ["Y15", "two documents", "app: x\n---\njobs: {}\n", /^2:1 yaml-documents/],
  ["Y16", "a tag of JavaScript's", withJob(H, "input: {a: !!js/function x}"), /yaml-tag/],
  ["Y17", "a binary tag", withJob(H, "input: {a: !!binary aGk=}"), /yaml-tag/],
  ["Y18", "an unknown tag", withJob(H, "input: {a: !x 1}"), /yaml-tag/],
  ["Y19", "a tab", "app: x\njobs:\n\ta: {}\n", /^3:1 yaml-syntax/],
  ["Y19", "a missing colon", "app: x\njobs\n", /^2:1 yaml-syntax/],
  ["Y19", "an unclosed quote", 'app: "x\njobs: {}\n', /^1:6 yaml-syntax/],
  ["Y20", "UTF-16", Uint8Array.from([0xff, 0xfe, 0x61, 0]), /^1:1 not-utf8/],
  ["Y20", "Latin-1", Uint8Array.from([0x61, 0x3a, 0x20, 0xe9]), /not-utf8 the byte 0xe9/],
  ["Y20", "a NUL", "app: x\u0000\n", /U\+0000/],
  ["Y20", "a change of direction", "app: x\u202e\n", /U\+202E/],
  ["Y20", "a space of no width in a name", "app: x\njobs:\n  a\u200bb: {handler: jobs/a.ts}\n", /^3:/],
  ["Y21", "a name of Cyrillic letters", "app: x\njobs:\n  раyments: {handler: jobs/a.ts}\n", /^3:3 bad-name/],
  ["Y22", "a name of 65 characters", `app: x\njobs:\n  ${"a".repeat(65)}: {handler: jobs/a.ts}\n`, /^3:3 bad-name/],
  ["Y22", "a name with a space", "app: x\njobs:\n  a b: {handler: jobs/a.ts}\n", /^3:3 bad-name/],
  ["Y22", "a name with a slash", "app: x\njobs:\n  a/b: {handler: jobs/a.ts}\n", /^3:3 bad-name/],
  ["Y22", "a name of dots", "app: x\njobs:\n  ..: {handler: jobs/a.ts}\n", /^3:3 bad-name/],
  ["Y22", "a name that begins with a dash", "app: x\njobs:\n  -a: {handler: jobs/a.ts}\n", /^3:3 bad-name/],
  [
    "Y22",
    "twins that differ in case",
    "app: x\njobs:\n  a: {handler: jobs/a.ts}\n  A: {handler: jobs/a.ts}\n",
    /^4:3 name-twins/,
  ],
  [
    "Y23",
    "an account without quotes",
    withJob(H),
    /unclear-number .*quotes/,
    env("region: eu-central-1\naccount: 012345678901\n"),
  ],
  ["Y23", "an exponent", withJob(H, "memory: 1e3"), /^5:13 unclear-number .*quotes/],
  ["Y23", "a hexadecimal number", withJob(H, "memory: 0x1F"), /^5:13 unclear-number .*quotes/],
  ["Y23", "digits in groups", withJob(H, "memory: 1_000"), /^5:13 bad-value .*whole number/],
  ["Y24", "an integer past 2^53", withJob(H, "input: {a: 9007199254740993}"), /^5:16 unclear-number/],
  ["Y24", "a number past all numbers", withJob(H, "input: {a: 1e400}"), /^5:16 unclear-number/],
  ["Y24", "infinity", withJob(H, "input: {a: .inf}"), /^5:16 unclear-number/],
  ["Y24", "not a number", withJob(H, "input: {a: .nan}"), /^5:16 unclear-number/],
  ["Y25", "no for a boolean", withJob(H, "enabled: no"), /^5:14 bad-value .*write false/],
  ["Y25", "on for a boolean", withJob(H, "enabled: on"), /^5:14 bad-value .*write true/],
  ["Y26", "a misspelt key", withJob(H, "schedul: every hour"), /^5:5 unknown-key .*did you mean schedule/],
  ["Y27", "no schedule at all", schedule("banana"), /^5:16 schedule-form/],
  ["Y27", "no minutes", schedule("rate(0 minutes)"), /^5:2\d schedule-/],
  ["Y27", "fewer than none", schedule("rate(-5 minutes)"), /^5:2\d schedule-/],
  ["Y27", "one and a half", schedule("rate(1.5 minutes)"), /^5:2\d schedule-/],
  ["Y28", "five fields", schedule("cron(0 6 * * ?)"), /^5:\d+ schedule-fields/],
  ["Y28", "seven fields", schedule("cron(0 0 6 * * ? 2027)"), /^5:\d+ schedule-fields/],
  ["Y28", "both day fields", schedule("cron(0 6 1 * MON *)"), /day/i],
  ["Y28", "two question marks", schedule("cron(0 6 ? * ? *)"), /day/i],
  ["Y28", "month 13", schedule("cron(0 6 1 13 ? *)"), /month/i],
  ["Y28", "a step of none", schedule("cron(0/0 6 * * ? *)"), /minute/i],
  ["Y29", "no seconds", schedule("at(2027-03-01T09:00)"), /^5:\d+ schedule-/],
  ["Y29", "30 February", schedule("at(2027-02-30T09:00:00)"), /^5:\d+ schedule-/],
  ["Y29", "a Z", schedule("at(2027-03-01T09:00:00Z)"), /^5:\d+ schedule-/],
  ["Y30", "a zone that is none", withJob(H, "timezone: Europe/Berln"), /^5:15 .*Europe\/Berlin/],
  ["Y30", "a zone in small letters", withJob(H, "timezone: europe/berlin"), /^5:15 .*Europe\/Berlin/],
  ["Y30", "an offset", withJob(H, 'timezone: "+05:30"'), /^5:1[56] /],
  ["Y30", "a zone of 51 characters", withJob(H, `timezone: ${"x".repeat(51)}`), /^5:15 /],
  ["Y31", "186 attempts", withJob(H, "delivery: {attempts: 186}"), /^5:26 bad-value .*0 to 185/],
  ["Y31", "fewer than no attempts", withJob(H, "delivery: {attempts: -1}"), /^5:26 bad-value .*0 to 185/],
  ["Y31", "a text for a number", withJob(H, 'delivery: {attempts: "3"}'), /^5:26 bad-value .*remove the quotes/],
  ["Y31", "an age of 59 seconds", withJob(H, "delivery: {maxAge: 59s}"), /^5:24 bad-value .*1m to 24h/],
  ["Y31", "an age of a day and a second", withJob(H, "delivery: {maxAge: 86401s}"), /^5:24 bad-value .*1m to 24h/],
  ["Y31", "a window of none", withJob(H, "window: 0m"), /^5:13 bad-value .*1m to 24h/],
  ["Y31", "a window over a day", withJob(H, "window: 1441m"), /^5:13 bad-value .*1m to 24h/],
  ["Y31", "a timeout over 15 minutes", withJob(H, "timeout: 901s"), /^5:14 bad-value .*1s to 15m/],
  ["Y32", "a FIFO queue", arn("us-east-1:123456789012:dead.fifo"), /^5:17 bad-value .*standard/],
  ["Y32", "a queue of another region", arn("us-east-1:123456789012:dead"), /^5:17 bad-value .*same region/, env(PROD)],
  [
    "Y32",
    "a queue of another account",
    arn("eu-central-1:210987654321:dead"),
    /^5:17 bad-value .*same account/,
    env(PROD),
  ],
  ["Y32", "no ARN", withJob(H, "deadLetter: dead"), /^5:17 bad-value/],
  ["Y33", "an input that is too large", withJob(H, `input: {a: "${"ä".repeat(140_000)}"}`), /^5:12 too-big .*KiB/],
  [
    "Y34",
    "the Scheduler's own words",
    withJob(H, 'input: {a: "<aws.scheduler.execution-id>"}'),
    /^5:12 warning context-attribute/,
  ],
  ["Y35", "an absolute path", withJob("handler: /etc/passwd"), /^4:14 handler-outside/],
  ["Y35", "a way up", withJob("handler: jobs/../../x.ts"), /^4:14 handler-outside/],
  ["Y35", "a link out", withJob(H), /^4:14 handler-outside/, { links: { "/project/jobs/a.ts": "/etc/a.ts" } }],
  ["Y35", "a folder", withJob("handler: jobs"), /^4:14 handler-kind/],
  ["Y35", "a file that is not there", withJob("handler: jobs/none.ts"), /^4:14 handler-missing/],
  ["Y35", "an address", withJob("handler: https://example.com/a.ts"), /^4:14 handler-outside/],
  ["Y36", "a description of 513 characters", withJob(H, `description: ${"x".repeat(513)}`), /^5:18 bad-value .*512/],
  ["Y38", "an access key", withJob(H, "environment: {KEY: AKIAIOSFODNN7EXAMPLE}"), /^5:24 warning secret-in-file/],
  ["Y38", "a private key", withJob(H, 'input: {k: "-----BEGIN RSA PRIVATE KEY-----"}'), /^5:16 warning secret-in-file/],
  ["Y38", "a token", withJob(H, "input: {k: eyJhbGciOiJI.eyJzdWIiOiIx.c2ln}"), /^5:16 warning secret-in-file/],
];

describe("the catalogue of bad manifests", () => {
  test.each(CASES.map(([id, what, manifest, problem, options]) => ({ id, what, manifest, problem, options })))(
    "$id: $what is not taken",
    ({ manifest, problem, options }) => {
      const problems = problemsOf(manifest, options);
      expect(problems.some((text) => problem.test(text.replace(/^config\/\S+?:/, ""))) ? "" : problems.join("\n")).toBe(
        "",
      );
      expect(problems.length).toBeGreaterThan(0);
    },
  );

  test("Y20, Y22: a byte order mark, and a name of 64 characters, are no faults", () => {
    const name = "a".repeat(64);
    expect(modelOf(`\ufeffapp: x\njobs:\n  ${name}: {handler: jobs/a.ts}\n`).jobs[0]?.name).toBe(name);
  });

  test("Y27: one minutes and five minute are not sent as they are", () => {
    const text = (written: string) => modelOf(schedule(written)).jobs[0]?.schedules[0]?.expression.text;
    expect([text("rate(1 minutes)"), text("rate(5 minute)")]).toEqual(["rate(1 minute)", "rate(5 minutes)"]);
  });

  test("Y28: a range that goes over the end of the hour is written out for AWS", () => {
    const [job] = modelOf(schedule("cron(58-1 6 * * ? *)")).jobs;
    expect(job?.schedules[0]?.expression.text).toBe("cron(0,1,58,59 6 * * ? *)");
  });

  test("Y28: names of days and months in mixed case mean the same", () => {
    const text = (written: string) => modelOf(schedule(written)).jobs[0]?.schedules[0]?.expression.text;
    expect(text("cron(0 6 ? jan Mon *)")).toBe(text("cron(0 6 ? JAN MON *)"));
  });
});
