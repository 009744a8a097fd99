// The queue of what is due next, against a sorted list.
import fc from "fast-check";
import { expect, test } from "vitest";
import { DueQueue } from "../../../src/engine/scheduler/due-queue.ts";
import { Store } from "../../../src/engine/store.ts";

function emptyQueue(): DueQueue {
  const store = Store.open(":memory:");
  store.define("CREATE TABLE scheduler_next_due (schedule INTEGER PRIMARY KEY, next_due INTEGER)");
  const queue = new DueQueue();
  queue.load(store);
  store.close();
  return queue;
}

const entry = fc.record({ id: fc.integer({ min: 1, max: 50 }), at: fc.integer({ min: 0, max: 20 }) });

test("nothing comes out of its order, early, twice or not at all", () => {
  const steps = fc.array(fc.oneof(entry, fc.record({ by: fc.integer({ min: 0, max: 20 }) })), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (all) => {
      const queue = emptyQueue();
      let expected: { id: number; at: number }[] = [];
      for (const step of all) {
        if ("by" in step) {
          const due = expected.filter(({ at }) => at <= step.by).sort((a, b) => a.at - b.at || a.id - b.id);
          expected = expected.filter(({ at }) => at > step.by);
          expect(queue.take(step.by)).toEqual(due.map(({ id }) => id));
        } else {
          queue.add(step.id, step.at);
          expected.push(step);
        }
        expect(queue.earliest()).toBe(expected.length === 0 ? undefined : Math.min(...expected.map(({ at }) => at)));
      }
    }),
  );
});

test("a queue that grew past all that was true forgets itself rather than grow on", () => {
  const queue = emptyQueue();
  for (let edit = 0; edit < 5_000 && queue.loaded; edit++) queue.add(1, edit);
  expect(queue.loaded).toBe(false);
  expect(queue.earliest()).toBeUndefined();
});
