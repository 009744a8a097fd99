// Wraps a handler file's default export into what Lambda calls.
import type { Envelope } from "../ledger/envelope.ts";
import { decodeEnvelope } from "../ledger/envelope.ts";
import { conductRun } from "./conduct-run.ts";
import { type Doors, functionDoors } from "./doors.ts";
import { NoHandler, NotConfigured } from "./errors.ts";
import { eventEnvelope } from "./event-envelope.ts";
import { isJob } from "./job.ts";
import type { LambdaContext } from "./lambda-context.ts";
import type { Run } from "./run/run.ts";

type PlainHandler = (event: unknown, context: LambdaContext) => unknown;
type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** Two parameters and no more: Node 24 on Lambda refuses a handler that looks like it takes a callback. */
export function createHandler(userExport: unknown, doors: Doors = functionDoors()): LambdaHandler {
  const isPlain = typeof userExport === "function";
  if (!isPlain && !isJob(userExport)) throw new NoHandler(userExport === null ? "null" : typeof userExport);
  let initMs: number | undefined = Math.round(process.uptime() * 1_000);
  return async (event, context) => {
    const envelope = decodeEnvelope(event);
    if (isPlain && !envelope) return (userExport as PlainHandler)(event, context);
    const coldMs = initMs;
    initMs = undefined;
    const call = isPlain
      ? () => (userExport as PlainHandler)(event, context)
      : (run: Run) => userExport.handler(inputOf(event, envelope), run);
    return conductRun(
      { envelope: envelope ?? envelopeOf(event, context, doors), context, event, initMs: coldMs, call },
      doors,
    );
  };
}

/** Of an event that is no envelope, the event itself. */
const inputOf = (event: unknown, envelope: Envelope | undefined): unknown => (envelope ? envelope.input : event);

function envelopeOf(event: unknown, context: LambdaContext, doors: Doors): Envelope {
  const job = doors.environment["LAMP_JOB"];
  if (!job) throw new NotConfigured("LAMP_JOB");
  return eventEnvelope({ event, context, job, now: doors.clock.now() });
}
