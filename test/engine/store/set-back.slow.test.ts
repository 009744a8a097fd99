// The machine's clock is set back while the store takes nothing: what waits for it to take again waits a second, not an hour.
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { LateRecords } from "../../../src/engine/late-records.ts";
import { Store } from "../../../src/engine/store.ts";

const [SECOND, HOUR] = [1_000, 3_600_000];

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("what ended does not wait for the clock to come back to where it was", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const start = Date.now();
  const now = vi.spyOn(Date, "now").mockReturnValue(start);
  const store = Store.open(":memory:");
  store.define("CREATE TABLE ends (n INTEGER); INSERT INTO ends VALUES (0)");
  store.define("CREATE TRIGGER refusal BEFORE UPDATE ON ends BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  const records = new LateRecords({ store, clock: systemClock, log: { warn() {} } });
  const done = vi.fn();
  records.record("it", () => void store.run("UPDATE ends SET n = 1"), done);
  now.mockReturnValue(start - HOUR);
  store.define("DROP TRIGGER refusal");
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2 * SECOND);
  expect(done).toHaveBeenCalledOnce();
  records.stop();
  store.close();
});
