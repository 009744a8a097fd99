// One watch by a function's own doors: what waits for nothing is started, and what should have run is looked for.
import type { Doors } from "../runtime/doors.ts";
import type { Post } from "../runtime/dynamo/http-post.ts";
import type { WatchDoors } from "./doors.ts";
import { getSchedule } from "./live-schedule.ts";
import { type LookReport, look } from "./look.ts";
import { signedQueue } from "./signed-queue.ts";
import { type QueuingJobs, startStranded } from "./start-stranded.ts";

export interface WatchEvent {
  readonly queuing?: QueuingJobs;
}

export interface WatchResult extends LookReport {
  /** Runs that were started because what they waited for is over. */
  readonly started: readonly string[];
}

/** `remainingMs` is of this invocation. */
export async function watch(
  event: WatchEvent,
  doors: Doors & { readonly post: Post },
  remainingMs: () => number,
): Promise<WatchResult> {
  const { clock, post, environment, print } = doors;
  const { LAMP_APP: app = "", LAMP_ENV: name = "" } = environment;
  const prefix = `${app}-${name}`;
  const posting = { clock, post, environment };
  const world: WatchDoors = {
    ledger: doors.ledger(),
    liveSchedule: (schedule) => getSchedule(posting, prefix, schedule),
    queues: [signedQueue(posting, `${prefix}-undelivered`), signedQueue(posting, `${prefix}-failed`)],
    sendEvent: doors.sendEvent,
    remainingMs,
    warn: (message, fields) => print.warn(JSON.stringify({ message, ...fields })),
  };
  const started = await startStranded(world, event.queuing ?? {});
  const result = { ...(await look(world)), started };
  print.info(JSON.stringify({ message: "looked", ...result }));
  return result;
}
