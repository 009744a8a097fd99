// The check of the watcher's last look: a watcher that looks no more finds nothing missing.
import { type Check, ng, ok, skip } from "./check.ts";
import type { Reading, WatchFacts } from "./evidence.ts";

const CHECK = "last look";
/** It looks every quarter of an hour; two in a row may be late or fail. */
const STALE_MS = 40 * 60_000;

export function checkLastLook(found: Reading<WatchFacts> | undefined, targetArn: string, now: number): Check {
  if (!found) return skip(CHECK, "on the embedded engine it looks while lamp dev runs");
  if (found.kind === "unreadable") return skip(CHECK, found.reason);
  const { lookedAt, doneTo, syncedAt } = found.kind === "found" ? found.value : NOTHING;
  if (lookedAt === undefined) {
    const isNew = syncedAt === undefined || now - syncedAt < STALE_MS;
    return isNew
      ? skip(CHECK, "it has not looked yet")
      : ng(CHECK, `never, since the sync at ${iso(syncedAt)}`, mend(targetArn));
  }
  if (now - lookedAt > STALE_MS) return ng(CHECK, `at ${iso(lookedAt)}, and none since`, mend(targetArn));
  const behind = doneTo !== undefined && lookedAt - doneTo > STALE_MS ? `; it has come to ${iso(doneTo)}` : "";
  return ok(CHECK, `at ${iso(lookedAt)}${behind}`);
}

const NOTHING: WatchFacts = { lookedAt: undefined, doneTo: undefined, syncedAt: undefined };

const mend = (targetArn: string): string => {
  const name = /:function:([^:]+)/.exec(targetArn)?.[1] ?? "";
  return `mend what else is NG here; if nothing is, its log group /aws/lambda/${name} says why`;
};

const iso = (at: number): string => new Date(at).toISOString();
