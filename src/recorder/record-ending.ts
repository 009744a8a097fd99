// One record of Lambda: its row in the ledger, and for what failed for good its letter in the queue. Told again, nothing is twice.
import type { JsonObject } from "../core/json.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { markLettered, recordTold } from "../ledger/writes/record-told.ts";
import { toldEnding } from "./told-ending.ts";

export interface RecorderDoors {
  readonly ledger: Ledger;
  /** The schedule group of this app and environment: events of others reach the same function. */
  readonly group: string;
  /** The app's own queue of what failed. */
  readonly failedQueue: string;
  sendLetter(queueName: string, record: JsonObject): Promise<void>;
}

export type Recorded =
  | { readonly recorded: true; readonly job: string; readonly due: string; readonly outcome: string }
  | { readonly recorded: false; readonly why: string };

/** Rejects where ledger or queue could not be written: Lambda then tells it again, and nothing is lost by that. */
export async function recordEnding(doors: RecorderDoors, record: JsonObject): Promise<Recorded> {
  const told = toldEnding(record);
  if (!told) return { recorded: false, why: "no event of a run" };
  const { run } = told.envelope;
  const event = record["requestPayload"] as JsonObject;
  const row = await recordTold(doors.ledger, told, groupOf(event) === doors.group);
  if (!row) return { recorded: false, why: `job ${run.job}: no run that was asked for here` };
  // The row comes first: a letter without a row would be redriven as a run that never arrived.
  if (told.givenUp && !row.lettered) {
    await doors.sendLetter(letterQueue(event, doors.failedQueue), record);
    await markLettered(doors.ledger, row.run, told.requestId);
  }
  return { recorded: true, job: run.job, due: new Date(run.dueAt).toISOString(), outcome: told.outcome };
}

/** `arn:…:schedule/GROUP/NAME`; none in what was started by hand. */
const groupOf = ({ schedule }: JsonObject): string | undefined =>
  typeof schedule === "string" ? /:schedule\/([^/]+)\/[^/]+$/.exec(schedule)?.[1] : undefined;

/** A queue that the job names instead of the app's own. */
function letterQueue({ policy }: JsonObject, own: string): string {
  const { letters } = (policy ?? {}) as JsonObject;
  return typeof letters === "string" ? letters : own;
}
