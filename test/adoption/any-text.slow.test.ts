// Whatever people wrote into descriptions and inputs comes through an import as it was.
import fc from "fast-check";
import { expect, test } from "vitest";
import { imported, NOW, schedule } from "./bench.ts";

const anything = fc.string({ unit: "binary", maxLength: 30 });
const anySchedule = fc.record(
  {
    description: fc.string({ unit: "binary", minLength: 1, maxLength: 512 }),
    input: fc.oneof(fc.json({ maxDepth: 4, stringUnit: "binary" }), anything),
    expression: fc.constantFrom("rate(5 minutes)", "cron(0 6 L * ? *)", "at(2099-01-01T00:00:00)", "cron(x)"),
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
    enabled: fc.boolean(),
    windowMinutes: fc.integer({ min: 1, max: 1_440 }),
    startAt: fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }),
    attempts: fc.integer({ min: 0, max: 185 }),
    maxAgeSeconds: fc.integer({ min: 60, max: 86_400 }),
  },
  { requiredKeys: [] },
);

test("whatever stands in descriptions and inputs, the file loads, nothing in it is another value, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(anySchedule, { maxLength: 4 }), (all) => {
      const found = all.map((more, index) => schedule(`s${index}`, more));
      const { model, skipped, jobs } = imported(found);
      const lost = skipped.filter(({ what }) => what === "schedule").map(({ name }) => name.split("/")[1]);
      expect([...jobs.keys(), ...lost].sort()).toEqual(found.map(({ name }) => name).sort());
      for (const job of model.jobs) {
        const from = found.find(({ name }) => name === job.name);
        expect(JSON.stringify(job.input)).toBe(JSON.stringify(JSON.parse(from?.input ?? "")));
        expect(job.description).toBe(from?.description);
      }
    }),
    { numRuns: 2_000 },
  );
});
