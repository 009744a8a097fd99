// What Lambda calls every quarter of an hour: one look at what should have run, and one at what waits for nothing.
import { functionDoors } from "../runtime/doors.ts";
import { createPost } from "../runtime/dynamo/http-post.ts";
import type { LambdaContext } from "../runtime/lambda-context.ts";
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

const doors = functionDoors();
const post = createPost();

export const handler = async (event: WatchEvent, context: LambdaContext): Promise<WatchResult> => {
  const { clock, environment, print } = doors;
  const { LAMP_APP: app = "", LAMP_ENV: name = "" } = environment;
  const prefix = `${app}-${name}`;
  const posting = { clock, post, environment };
  const world: WatchDoors = {
    ledger: doors.ledger(),
    liveSchedule: (schedule) => getSchedule(posting, prefix, schedule),
    queues: [signedQueue(posting, `${prefix}-undelivered`), signedQueue(posting, `${prefix}-failed`)],
    sendEvent: doors.sendEvent,
    remainingMs: () => context.getRemainingTimeInMillis(),
    warn: (message, fields) => print.warn(JSON.stringify({ message, ...fields })),
  };
  const started = await startStranded(world, event.queuing ?? {});
  const result = { ...(await look(world)), started };
  print.info(JSON.stringify({ message: "looked", ...result }));
  return result;
};
