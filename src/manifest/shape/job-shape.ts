// The shape of a job in jobs.yaml, of defaults and of an environment's overrides: keys, types and AWS's limits on values.
import * as v from "valibot";
import {
  duration,
  instant,
  mapping,
  mappingOf,
  matching,
  oneOf,
  oneOrMore,
  text,
  trueOrFalse,
  wholeNumber,
} from "./expectation.ts";
import {
  formerName,
  functionReference,
  iamAction,
  iamResource,
  layerArn,
  originReference,
  queueArn,
  RUNTIMES,
  roleArn,
  webAddress,
} from "./patterns.ts";

/** Known words whose meaning is not built yet; anything is accepted here and refused by name in check-not-yet. */
const later = v.optional(v.unknown());

const shortText = (longest: number) =>
  text(`a text of 1 to ${longest} characters`, (value) => value.length >= 1 && value.length <= longest, {
    minLength: 1,
    maxLength: longest,
  });

const scheduleText = text("a schedule expression of at most 256 characters", (value) => value.length <= 256, {
  maxLength: 256,
});
const schedules = v.record(v.string(), scheduleText);

/** Lambda API reference, Environment: a letter first, at least two characters. */
const environmentValue = v.string("a text; put quotes around it");

const permission = mapping({
  allow: oneOrMore("one or more IAM actions", iamAction),
  on: oneOrMore("one or more ARNs", iamResource),
});

const catchUpRule = oneOf("none", "last", "all");
const catchUpMapping = mapping({ runs: catchUpRule, window: v.optional(duration("1m", "30d")) });

/** What an inherited default may say. Limits: Lambda quotas; EventBridge Scheduler API reference, RetryPolicy. */
const shared = {
  timezone: v.optional(v.string("an IANA time zone, such as Europe/Berlin")),
  dst: v.optional(oneOf("skip", "run-after")),
  window: v.optional(duration("1m", "24h", "minutes")),
  timeout: v.optional(duration("1s", "15m")),
  memory: v.optional(wholeNumber(128, 10_240, " (MB)")),
  architecture: v.optional(oneOf("arm64", "x86_64")),
  runtime: v.optional(
    v.pipe(v.string("a Lambda runtime, such as nodejs24.x"), v.metadata({ editor: { enum: RUNTIMES } })),
  ),
  environment: v.optional(mappingOf(environmentValue)),
  storage: v.optional(wholeNumber(512, 10_240, " (MB)")),
  layers: v.optional(v.pipe(v.array(layerArn, "a list of layer ARNs"), v.maxLength(5, "at most 5 layers"))),
  permissions: v.optional(v.array(permission, "a list of {allow: …, on: …}")),
  role: v.optional(roleArn),
  delivery: v.optional(
    mapping({ attempts: v.optional(wholeNumber(0, 185)), maxAge: v.optional(duration("1m", "24h")) }),
  ),
  retry: v.optional(mapping({ attempts: v.optional(wholeNumber(0, 2)), maxAge: v.optional(duration("1m", "6h")) })),
  deadLetter: v.optional(
    v.pipe(
      v.lazy((input) => (typeof input === "boolean" ? trueOrFalse : queueArn)),
      v.metadata({ either: [trueOrFalse, queueArn] }),
    ),
  ),
  overlap: v.optional(oneOf("skip", "allow", "queue", "cancel")),
  startBy: v.optional(duration("1m", "24h")),
  catchUp: v.optional(
    v.pipe(
      v.lazy((input) => (typeof input === "object" ? catchUpMapping : catchUpRule)),
      v.metadata({ either: [catchUpRule, catchUpMapping] }),
    ),
  ),
  enabled: v.optional(trueOrFalse),
  keep: v.optional(duration("1d", "3650d", "days")),
  owner: v.optional(shortText(256)),
  runbook: v.optional(webAddress),
  labels: v.optional(mappingOf(v.string("a text; put quotes around it"))),
  expect: later,
  alert: later,
};

export const defaultsShape = mapping(shared);

export const jobShape = mapping({
  description: v.optional(shortText(512)),
  schedule: v.optional(
    v.pipe(
      v.lazy(
        (input): v.GenericSchema<string | Record<string, string>> =>
          typeof input === "object" && input !== null && !Array.isArray(input)
            ? schedules
            : matching("a schedule expression, or a mapping of names to expressions", /^[\s\S]{0,256}$/),
      ),
      v.metadata({ either: [scheduleText, schedules] }),
    ),
  ),
  ...shared,
  start: v.optional(instant()),
  end: v.optional(instant()),
  handler: v.optional(shortText(512)),
  function: v.optional(functionReference),
  envelope: v.optional(trueOrFalse),
  record: v.optional(trueOrFalse),
  input: v.optional(mappingOf(v.unknown())),
  replaces: v.optional(originReference),
  was: v.optional(oneOrMore("one or more former names", formerName)),
  on: later,
});

/** What only a function that we deploy can be given. */
export const HANDLER_ONLY: readonly JobKey[] = [
  "timeout",
  "memory",
  "architecture",
  "runtime",
  "environment",
  "storage",
  "layers",
  "permissions",
  "role",
];

export type JobValues = v.InferOutput<typeof jobShape>;
export type JobKey = keyof JobValues;
