// Equal situations are played once: the answer must not differ from playing every run on one engine, nor from itself.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Play, play } from "./simulation-bench.ts";

const SPAN = { from: "2027-03-28T00:00:00Z", to: "2027-03-28T02:10:00Z" };

const schedule = fc.constantFrom(
  '"*/10 * * * *"',
  '"*/7 * * * *"',
  "rate(5 minutes)",
  "every hour",
  '{a: "*/15 * * * *", b: "*/20 * * * *"}',
  '{a: rate(20 minutes), b: "30 * * * *"}',
);
const job = fc
  .record({
    schedule,
    timeout: fc.constantFrom("30s", "6m", "15m"),
    overlap: fc.constantFrom("skip", "allow"),
    timezone: fc.constantFrom("UTC", "Europe/Berlin"),
    dst: fc.constantFrom("skip", "run-after"),
    retry: fc.constantFrom("{attempts: 0}", "{attempts: 1}", "{attempts: 2, maxAge: 2m}"),
    delivery: fc.constantFrom("{attempts: 2}", "{attempts: 8, maxAge: 10m}"),
    extra: fc.constantFrom(
      "",
      ", startBy: 1m",
      ", deadLetter: false",
      ', start: "2027-03-27T23:02:00Z", end: "2027-03-28T01:00:00Z"',
      ', start: "2027-03-28T00:15:00Z"',
    ),
  })
  .map(
    ({ extra, ...keys }) =>
      `{handler: h.ts, ${Object.entries(keys)
        .map(([key, value]) => `${key}: ${value}`)
        .join(", ")}${extra}}`,
  );
const failures = fc.constantFrom(
  "",
  "failures: [{every: 3}]",
  "failures: [{chance: 30%, how: crash}]",
  "failures: [{chance: 40%, attempts: 1}, {every: 2, how: hang}]",
  'failures: [{from: "2027-03-28T00:30:00Z", to: "2027-03-28T01:00:00Z", how: hang, attempts: 2}]',
);
const deliveries = fc.constantFrom(
  "",
  "deliveries: [{chance: 50%, how: throttled}]",
  'deliveries: [{from: "2027-03-28T00:40:00Z", to: "2027-03-28T00:52:00Z", how: throttled}]',
  "deliveries: [{every: 4, how: missing}]",
);
const script = fc
  .record({ duration: fc.constantFrom("1s", "29s..31s", "1m..8m", "10m", "14m"), failures, deliveries })
  .map(
    ({ duration, ...rules }) =>
      `defaults: {${[`duration: ${duration}`, ...Object.values(rules)].filter(Boolean).join(", ")}}\n`,
  );

/** What has to be equal: all but how much was played. */
async function answerOf(made: Play) {
  const { played: _played, ...answer } = await play(made);
  return answer;
}

describe("equal situations played once", () => {
  test("do not give another answer than every run on one engine", async () => {
    const plays = fc.tuple(job, job, script, fc.integer({ min: 0, max: 1_000 }));
    await fc.assert(
      fc.asyncProperty(plays, async ([one, other, text, seed]) => {
        const made = { jobs: `  one: ${one}\n  other: ${other}\n`, script: text, ...SPAN, seed };
        const [each, once] = [await answerOf({ ...made, everyRun: true }), await answerOf(made)];
        expect(once).toEqual(each);
      }),
      { numRuns: Number(process.env["SIMULATIONS"] ?? 12), seed: Number(process.env["SIMULATION_SEED"] ?? 20_270_328) },
    );
  }, 900_000);

  test("do not give another answer the second time, nor the same one with another seed", async () => {
    const made = {
      jobs: '  one: {schedule: "*/5 * * * *", handler: h.ts}\n',
      script: "defaults: {duration: 1s..20s, failures: [{chance: 30%}]}\n",
      ...SPAN,
    };
    const first = JSON.stringify(await play(made));
    expect(JSON.stringify(await play(made))).toBe(first);
    expect(JSON.stringify(await play({ ...made, seed: 2 }))).not.toBe(first);
  });

  test("do not go through the engine again and again", async () => {
    const jobs = "  beat: {schedule: rate(1 minute), handler: h.ts}\n";
    const found = await play({ jobs, from: "2027-01-01T00:00:00Z", to: "2027-12-31T23:59:00Z" });
    expect(found.totals).toMatchObject({ due: 525_600, fired: 525_600, succeeded: 525_600 });
    expect(found.played).toBeLessThan(3);
  });
});
