// Reading the cloud in few calls: nothing that changed may be missed, and nothing that did not is asked for again.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainsFor } from "../../src/aws/observe/list-schedules.ts";
import { hashOf, NO_READINGS } from "../../src/aws/observe/readings.ts";
import {
  type FunctionResource,
  type Resource,
  resourceKey,
  type ScheduleResource,
} from "../../src/desired/resource.ts";
import { codeOf, EVERYTHING, FUNCTION, SCHEDULE } from "./engine-cloud.ts";
import { OUTSIDE_EDITS } from "./outside-edits.ts";
import { clockOffBy, type Look, type ReadingWorld, readingWorld } from "./reading-world.ts";

const HOUR = 3_600_000;
/** `READINGS=100 vitest run --config vitest.slow.config.ts test/aws/reading` walks further. */
const RUNS = Number(process.env["READINGS"] ?? 2);

const others = EVERYTHING.filter(({ kind }) => !["schedule", "function", "log-group", "invoke-config"].includes(kind));
const role = EVERYTHING.find(({ name, kind }) => kind === "role" && name === FUNCTION.name);

function environment(schedules: number, functions: number): readonly Resource[] {
  const made = Array.from({ length: functions }, (_, index): Resource[] => {
    const name = `acme-test-f${index}`;
    const logGroup = `/aws/lambda/${name}`;
    const roleArn = `arn:aws:iam::000000000000:role/${name}`;
    const one: FunctionResource = { ...FUNCTION, name, logGroup, roleArn };
    const settings = EVERYTHING.filter(({ kind }) => kind === "invoke-config" || kind === "log-group");
    const [group, config] = settings.map((resource) =>
      resource.kind === "log-group" ? { ...resource, name: logGroup } : { ...resource, name: `${name}:live` },
    );
    return [group, role && { ...role, name }, one, config].filter((resource) => resource !== undefined) as Resource[];
  });
  const due = Array.from(
    { length: schedules },
    (_, index): ScheduleResource => ({ ...SCHEDULE, name: `job-${index}` }),
  );
  return [...others.filter((one) => one !== role), ...made.flat(), ...due];
}

describe("the calls of a plan of nothing", () => {
  test.each([
    [1, 1, 8],
    [100, 1, 8],
    [100, 10, 8],
  ])("for %i schedules and %i functions are not more than %i", async (schedules, functions, most) => {
    const world = await readingWorld(environment(schedules, functions));
    const first = await world.look(NO_READINGS);
    const second = await world.look(first.readings);
    expect(second.actual).toEqual((await world.look()).actual);
    expect(second.readAnew).toBe(0);
    expect(second.calls).toBeLessThanOrEqual(most);
  });

  test("does not ask again for schedules that were just created, by what was sent", async () => {
    const desired = environment(30, 1);
    const world = await readingWorld(desired);
    const created = new Map(
      desired.filter(({ kind }) => kind === "schedule").map((one) => [one.name, hashOf(one)] as const),
    );
    const after = await world.look(NO_READINGS, { created });
    const next = await world.look(after.readings);
    expect(after.calls).toBeLessThan(40);
    expect(next.readAnew).toBe(0);
    expect(next.actual).toEqual((await world.look()).actual);
  });
});

/** As everything was, so that the next change is the only one. */
async function putRight({ cloud }: ReadingWorld, { actual }: Look): Promise<void> {
  const there = new Map(actual.map(({ resource }) => [resourceKey(resource), resource]));
  const meant = new Set(EVERYTHING.map(resourceKey));
  for (const [key, more] of there) if (!meant.has(key)) await cloud.delete(more);
  for (const wanted of EVERYTHING) {
    const found = there.get(resourceKey(wanted));
    if (!found) await cloud.create(wanted, codeOf(wanted));
    else if (hashOf(found) !== hashOf(wanted)) await cloud.update(found, wanted, codeOf(wanted));
  }
}

describe("what changed outside", () => {
  test("is not missed, whichever field of whichever kind it is", { timeout: 60_000 }, async () => {
    const world = await readingWorld();
    for (const [turn, { what, seen, make }] of OUTSIDE_EDITS.entries()) {
      const { readings, actual } = await world.look(NO_READINGS);
      await make(world.clients, turn);
      const full = await world.look();
      const soon = await world.look(readings);
      expect(full.actual, what).not.toEqual(actual);
      if (seen === "at once") expect(soon.actual, what).toEqual(full.actual);
      else {
        expect(soon.earlier.length, what).toBeGreaterThan(0);
        expect((await world.look(readings, { afterMs: HOUR + 1 })).actual, what).toEqual(full.actual);
      }
      await putRight(world, full);
    }
  });

  test("is not missed after any sequence of changes, whatever was remembered in between", {
    timeout: 60_000 * RUNS,
  }, async () => {
    const steps = fc.array(fc.nat(OUTSIDE_EDITS.length - 1), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const world = await readingWorld();
        let { readings } = await world.look(NO_READINGS);
        for (const [turn, index] of sequence.entries()) {
          // What an earlier change made impossible (a role that is no longer trusted) is refused, and changes nothing.
          await OUTSIDE_EDITS[index]?.make(world.clients, turn).catch(() => undefined);
          const seen = await world.look(readings, { afterMs: (HOUR + 1) * (turn + 1) });
          expect(seen.actual).toEqual((await world.look()).actual);
          readings = seen.readings;
        }
      }),
      { numRuns: RUNS },
    );
  });

  test("is not missed within the resolution of the date: such an entry is not kept", async () => {
    const world = await readingWorld(EVERYTHING, clockOffBy(HOUR));
    const { readings } = await world.look(NO_READINGS, { created: new Map([[SCHEDULE.name, hashOf(SCHEDULE)]]) });
    expect([...readings.schedules]).toEqual([]);
  });
});

test("a schedule that is held back is not read again: it is known by what it would be then", async () => {
  const world = await readingWorld([...EVERYTHING.slice(0, -1), { ...SCHEDULE, enabled: false }]);
  const { readings } = await world.look(NO_READINGS);
  const wanted = { ...SCHEDULE, enabled: false };
  const seen = await world.look(readings, { variants: () => [wanted] });
  expect(seen.readAnew).toBe(0);
  expect(seen.actual.some(({ resource }) => hashOf(resource) === hashOf(wanted))).toBe(true);
});

test("no content is kept, only what it may be compared with", async () => {
  const world = await readingWorld();
  const { readings } = await world.look(NO_READINGS);
  const text = JSON.stringify([[...readings.schedules], [...readings.details]]);
  for (const content of ["info", "cron(", "s3:", "Europe"]) expect(text).not.toContain(content);
});

describe("the pages of a group", () => {
  const names = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => of(index));

  test("are not asked for by first letter where that makes more calls or waits no less", () => {
    expect(chainsFor(names(999, (index) => `${"abcdefgh"[index % 8]}${index}`))).toEqual([undefined]);
    expect(chainsFor(names(5_000, (index) => `job-${index}`))).toEqual([undefined]);
  });

  test("leave out no name that may be there, where they are asked for by first letter", () => {
    const prefixes = chainsFor(names(5_000, (index) => `${"abcdefgh"[index % 8]}${index}`));
    const allowed = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((one) =>
      /[0-9a-zA-Z\-_.]/.test(one),
    );
    expect([...prefixes].sort()).toEqual(allowed.sort());
  });
});
