// A schedule that is edited more often than it is due: it neither starves nor fires for what was before the edit (T31).
import { expect, test } from "vitest";
import { at, startLone } from "./lone-scheduler.ts";

const iso = (ms: number) => new Date(ms).toISOString().slice(11, 19);

test.each(["rate(1 minute)", "cron(* * * * ? *)"])(
  "T31 no due time of %s is lost or doubled by edits every twenty seconds for an hour",
  async (expression) => {
    const it = startLone(() => {});
    it.scheduler.start();
    it.create(expression, { Input: '"<aws.scheduler.scheduled-time> 0"' });
    await it.moveTo("05:59:31");
    for (let edit = 1; edit <= 180; edit++) {
      it.update(expression, { Input: `"<aws.scheduler.scheduled-time> ${edit}"` });
      await it.moveTo(iso(at("05:59:31") + edit * 20_000));
    }
    const fired = it.attempts.map(({ payload }) => payload.slice(1, 21));
    expect(new Set(fired).size).toBe(fired.length);
    expect(fired.length).toBeGreaterThanOrEqual(60);
    expect(fired.length).toBeLessThanOrEqual(61);
    // What fires is what the latest edit before it said.
    for (const { at: firedAt, payload } of it.attempts.slice(1)) {
      expect(Number(payload.split(" ")[1]?.slice(0, -1))).toBe(Math.floor((at(firedAt) - at("05:59:31")) / 20_000) + 1);
    }
  },
);
