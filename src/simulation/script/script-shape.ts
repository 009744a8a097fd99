// The shape of a script file: how long runs take, which of them fail and how, which deliveries are refused.
import * as v from "valibot";
import { parseDuration } from "../../core/duration.ts";
import { instant, mapping, mappingOf, oneOf, text, wholeNumber } from "../../manifest/shape/expectation.ts";

const LONGEST_MS = 86_400_000;

/** `20s`, or `20s..5m`: anything between. */
const runLength = v.pipe(
  text("a duration such as 20s, or two such as 20s..5m, up to 24h", (value) => rangeOf(value) !== undefined),
  v.transform((value) => rangeOf(value) ?? { fromMs: 0, toMs: 0 }),
);

function rangeOf(value: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const [from = "", to = from, ...more] = value.split("..");
  const [fromMs, toMs] = [parseDuration(from), parseDuration(to)];
  if (more.length > 0 || fromMs === undefined || toMs === undefined || fromMs > toMs || toMs > LONGEST_MS)
    return undefined;
  return { fromMs, toMs };
}

const CHANCE = /^(\d{1,2}(?:\.\d+)?|100)%$/;

const chance = v.pipe(
  text("a share such as 5% or 0.5%", (value) => CHANCE.test(value)),
  v.transform((value) => Number.parseFloat(value) / 100),
);

/** Which due times are meant: all conditions that are given must hold. */
const conditions = {
  every: v.optional(wholeNumber(1, 1_000_000)),
  chance: v.optional(chance),
  due: v.optional(v.pipe(v.array(instant(), "a list of due times"), v.minLength(1, "at least one due time"))),
  from: v.optional(instant()),
  to: v.optional(instant()),
};

const failure = mapping({
  ...conditions,
  how: v.optional(oneOf("error", "crash", "hang")),
  attempts: v.optional(wholeNumber(1, 3)),
});

const refusal = mapping({ ...conditions, how: oneOf("throttled", "missing") });

const jobScript = {
  duration: v.optional(runLength),
  failures: v.optional(v.array(failure, "a list of {every: …, chance: …, due: …, from: …, to: …}")),
  deliveries: v.optional(v.array(refusal, "a list of {how: throttled or missing, …}")),
};

export const jobScriptShape = mapping(jobScript);
export const scriptShape = mapping({
  defaults: v.optional(v.unknown()),
  jobs: v.optional(mappingOf(v.unknown())),
});

export type JobScript = Partial<v.InferOutput<typeof jobScriptShape>>;
export type Conditions = v.InferOutput<typeof failure> | v.InferOutput<typeof refusal>;
