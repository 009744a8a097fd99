// An account on an engine without disk or port, and commands that sync a project there as `lamp sync` does.
import { EnvironmentLocked } from "../../../src/cli/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type DirectEngine, openDirectEngine } from "../../../src/engine/direct-engine.ts";
import { connectionOf, lineOf } from "./connection.ts";
import type { Send } from "./direct-clients.ts";
import { hurriedClock } from "./hurried-clock.ts";
import type { Version } from "./projects.ts";
import { syncVersion } from "./sync-version.ts";

export type SyncEnd =
  | { readonly kind: "done"; readonly actions: number }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "locked" };

export interface World {
  readonly engine: DirectEngine;
  readonly clock: VirtualClock;
  sync(version: Version, send: Send, by?: string): Promise<SyncEnd>;
  close(): Promise<void>;
}

/** Long after the jobs of today were due, long before those of tomorrow. */
const START = Date.parse("2027-03-01T08:00:00Z");

export function openWorld(): World {
  const clock = new VirtualClock(START);
  const host = {
    room: 1,
    busyOf: () => 0,
    invoke: () => Promise.reject(new Error("nothing runs here")),
    retire() {},
    close() {},
  };
  const place = { region: "us-east-1", account: "000000000000", log: silentLog };
  const engine = openDirectEngine({
    clock,
    lambdaClock: clock,
    random: systemRandom,
    ...place,
    host,
    between: (one) => one,
  });
  return {
    engine,
    clock,
    async sync(version, send, by = "tester") {
      const connection = connectionOf(send, hurriedClock(clock));
      try {
        const results = await syncVersion(version, connection, lineOf(by));
        const bad = results.find(({ status }) => status !== "done");
        if (!bad) return { kind: "done", actions: results.length };
        return { kind: "failed", why: `${bad.action.action} ${bad.action.kind} ${bad.action.name}: ${bad.error}` };
      } catch (error) {
        if (error instanceof EnvironmentLocked) return { kind: "locked" };
        return { kind: "failed", why: String(error) };
      } finally {
        connection.clients.close();
      }
    },
    close: () => engine.close(),
  };
}
