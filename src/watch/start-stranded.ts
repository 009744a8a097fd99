// Starts runs that wait in a job's queue for a run that is over: its process died, or could not send the event on.
import { messageOf } from "../core/error.ts";
import { strandedInQueue } from "../ledger/reads/stranded-in-queue.ts";
import type { WatchDoors } from "./doors.ts";

/** Jobs with `overlap: queue` by the function that runs them. */
export type QueuingJobs = Readonly<Record<string, readonly string[]>>;

/** The runs that were started. Sent twice a run still runs once: the claim sees to that. */
export async function startStranded(doors: WatchDoors, queuing: QueuingJobs): Promise<readonly string[]> {
  const started: string[] = [];
  for (const [functionArn, jobs] of Object.entries(queuing)) {
    for (const job of jobs) {
      try {
        const found = await strandedInQueue(doors.ledger, job);
        if (!found) continue;
        await doors.sendEvent(functionArn, found.event);
        started.push(found.runId);
      } catch (error) {
        doors.warn("the queue of a job could not be looked at", { job, error: messageOf(error) });
      }
    }
  }
  return started;
}
