// What goes wrong behind the page is the answer of the one request that met it, and nobody else's (P18).
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type Dashboard, startDashboard } from "../../src/dashboard/dashboard.ts";
import { startLone } from "../engine/scheduler/lone-scheduler.ts";
import { hostileState } from "./dashboard-state.ts";

const assets = fileURLToPath(new URL("../../src/dashboard/assets", import.meta.url));
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
let page: Dashboard | undefined;

afterEach(async () => {
  process.off("unhandledRejection", note).off("uncaughtException", note);
  await page?.close();
});

test.each<[string, () => never]>([
  [
    "an error",
    () => {
      throw new Error("secret /home/me");
    },
  ],
  [
    "null",
    () => {
      throw null;
    },
  ],
  [
    "a text",
    () => {
      throw "secret";
    },
  ],
  [
    "an object that cannot be shown",
    () => {
      throw Object.freeze({
        toString() {
          throw new Error("secret");
        },
      });
    },
  ],
])(
  "P18 %s that is thrown behind the page ends one request, and neither the page nor the scheduler",
  async (_what, fail) => {
    process.on("unhandledRejection", note).on("uncaughtException", note);
    let isBroken = true;
    const state = async () => (isBroken ? fail() : hostileState);
    page = await startDashboard({ port: 0, assets, state });
    const { address } = page;
    const ask = () => fetch(`${address}/api/state`);
    const fired = startLone(() => {});
    fired.scheduler.start();
    await fired.create("cron(* * * * ? *)");

    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    for (const answer of answers) expect(await answer.text()).not.toContain("secret");
    isBroken = false;
    expect((await ask()).status).toBe(200);
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    await fired.moveTo("06:02:30");
    expect(fired.attempts.map(({ at }) => at)).toEqual(["06:00:00", "06:01:00", "06:02:00"]);
  },
);
