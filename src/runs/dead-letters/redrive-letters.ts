// Runs dead letters again: each as a new generation of the same run, with its own input and due time, then deletes it.
import { messageOf } from "../../core/error.ts";
import { inParallel } from "../../core/in-parallel.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { findRun } from "../../ledger/reads/find-run.ts";
import type { Invoker } from "../invoker.ts";
import { runAgain } from "../run-again.ts";
import type { Letter } from "./letter.ts";
import { isMeant, type LetterFilter } from "./letter-filter.ts";
import type { LetterQueue } from "./letter-queue.ts";
import { type FoundLetter, readLetters } from "./read-letters.ts";
import { isAwaited, isToldOnly, type NotSent, sendAwaited, sendLetterEvent } from "./send-letter-event.ts";

export interface RedriveRequest {
  readonly queues: readonly LetterQueue[];
  readonly filter: LetterFilter;
  /** The function that runs a job now; undefined for a job that is not in the file. */
  functionOf(job: string): string | undefined;
  readonly by: string;
  /** Nothing is sent and nothing deleted: the results say what would be. */
  readonly dryRun: boolean;
  /** At most so many are run. */
  readonly limit: number;
  /** event: handed over, with the function's retries; request: one attempt, waited for. */
  readonly mode: "event" | "request";
  readonly signal: AbortSignal;
  onResult(result: RedriveResult): void;
}

export interface RedriveDoors {
  readonly ledger: Ledger;
  readonly invoker: Invoker;
}

/** redriven: accepted and gone from the queue; duplicate: its run had succeeded, so it is only gone;
 * left: not tried, and still there; failed: tried, and still there. */
export type RedriveStatus = "redriven" | "duplicate" | "left" | "failed";

export interface RedriveResult {
  readonly letter: Letter;
  readonly status: RedriveStatus;
  readonly reason: string | null;
}

/** A run that came back this often is not sent round once more: what is wrong with it, another try does not mend. */
const MOST_GENERATIONS = 5;
const AT_ONCE = 10;

/** Killed at any point and begun anew, it loses no letter and runs none twice: a letter goes only after its event was
 * accepted, and the event's generation follows from letter and run alone, so that a second one is refused by the claim. */
export async function redriveLetters(request: RedriveRequest, doors: RedriveDoors): Promise<void> {
  let left = request.limit;
  await readLetters(request.queues, request.signal, async ({ queue, letters }) => {
    const meant = letters.filter(({ letter }) => isMeant(letter, request.filter));
    const chosen = meant.slice(0, left);
    left -= chosen.length;
    for (const { letter } of meant.slice(chosen.length)) {
      request.onResult({ letter, status: "left", reason: `only ${request.limit} at a time (--limit)` });
    }
    const results = await inParallel(chosen, AT_ONCE, (found) => redriveOne(found, request, doors));
    const done = chosen.filter((_, index) => isDone(results[index]));
    if (done.length > 0 && !request.dryRun) await queue.delete(done.map(({ message }) => message.receipt));
    for (const result of results) request.onResult(result);
    return new Set(request.dryRun ? [] : done.map(({ message }) => message));
  });
}

const isDone = (result: RedriveResult | undefined): boolean =>
  result?.status === "redriven" || result?.status === "duplicate";

async function redriveOne(
  { letter }: FoundLetter,
  request: RedriveRequest,
  doors: RedriveDoors,
): Promise<RedriveResult> {
  const end = (status: RedriveStatus, reason: string | null): RedriveResult => ({ letter, status, reason });
  const ended = (failure: NotSent | undefined) =>
    failure ? end(failure.status, failure.reason) : end("redriven", null);
  const { ledger, invoker } = doors;
  const sendingOf = (target: string, payload: string) => ({
    event: { function: target, payload },
    mode: request.mode,
    invoker,
  });
  /** The run has ended; only the word of it goes once more, to the function that writes it down. */
  const tellAgain = async ({ recorder, record }: NonNullable<Letter["untold"]>) =>
    request.dryRun ? end("redriven", null) : ended(await sendLetterEvent(sendingOf(recorder, JSON.stringify(record))));
  if (request.signal.aborted) return end("left", "interrupted");
  const target = request.functionOf(letter.job);
  if (target === undefined) return end("left", `job ${letter.job} is not in the file`);
  try {
    if (letter.untold) return await tellAgain(letter.untold);
    const run = await findRun(ledger, letter.runId);
    const now = ledger.clock.now();
    const again = runAgain(run, now);
    if (again.kind === "succeeded") return end("duplicate", "its run has succeeded meanwhile");
    // Or its process crashed, and until the lease ends nobody can tell: the letter may be all that is left of it.
    if (again.kind === "going") return end("left", "its run is going on, or crashed within its time: try again later");
    const told = isToldOnly(letter.event);
    if (told && run && isAwaited(run, now)) return end("left", "its run was sent, and nobody told yet how it ended");
    // One more than its letter's own: a run that never reached its function has none.
    const generation = Math.max(letter.generation + 1, again.generation);
    if (generation > MOST_GENERATIONS) return end("left", `redriven ${MOST_GENERATIONS} times already: it is parked`);
    if (request.dryRun) return end("redriven", null);
    const event = { ...letter.event, trigger: "redrive", generation, by: request.by };
    const policy = { ...(letter.event["policy"] as JsonObject | undefined), tries: 0 };
    const payload = JSON.stringify(request.mode === "event" ? event : { ...event, policy });
    const sending = sendingOf(target, payload);
    return ended(await (told ? sendAwaited(ledger, sending) : sendLetterEvent(sending)));
  } catch (error) {
    return end("failed", messageOf(error));
  }
}
