// Keeps what was read in the ledger, so that the next plan, on whatever machine, asks for what moved only.

import type { ActionResult } from "../apply/apply-plan.ts";
import { createReader } from "../aws/observe/reader.ts";
import { encodeReadings, hashOf, type Readings } from "../aws/observe/readings.ts";
import { sleep, systemClock } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import { writeReadings } from "../ledger/writes/write-readings.ts";
import type { Connection } from "./connection.ts";
import type { Project } from "./project.ts";
import type { Reconciliation } from "./reconcile.ts";
import type { Terminal } from "./terminal.ts";

/** Fewer are asked again rather than written down. */
const WORTH_KEEPING = 4;
/** A date is only trusted when it was seen in a later second than its own. */
const UNTIL_SETTLED_MS = 1_100;

/** After a reading: where much had to be asked for, and there is a ledger to keep it in. */
export async function rememberReading(made: Reconciliation, connection: Connection, terminal: Terminal): Promise<void> {
  if (connection.embedded || !made.hasLedger || made.seen.readAnew < WORTH_KEEPING) return;
  await keep(made.seen.readings, connection, terminal);
}

/** After a sync: looks once more at what it made. What was created is known by what was sent, if nobody has touched it. */
export async function rememberSync(
  project: Project,
  made: Reconciliation,
  results: readonly ActionResult[],
  connection: Connection,
  terminal: Terminal,
): Promise<void> {
  const done = results.filter(({ status }) => status === "done").map(({ action }) => action);
  if (terminal.interrupted.aborted) return;
  if (connection.embedded || done.length === 0) return rememberReading(made, connection, terminal);
  try {
    const created = new Map<string, string>();
    for (const action of done) {
      if (action.action === "create" && action.kind === "schedule") created.set(action.name, hashOf(action.to));
    }
    if (done.some(({ kind }) => kind === "schedule")) await sleep(systemClock, UNTIL_SETTLED_MS);
    const { app, environment, jobs } = project.model;
    const reader = createReader({ clients: connection.clients, clock: systemClock });
    const expected = jobs.map(({ name }) => name);
    const survey = await reader.survey({ app, environment: environment.name, expected, full: false });
    const readings: Readings = { schedules: made.seen.readings.schedules, details: new Map() };
    const seen = await reader.observe(survey, { desired: made.wanted, readings, created, variants: made.variants });
    await keep(seen.readings, connection, terminal);
  } catch (error) {
    said(error, terminal);
  }
}

async function keep(readings: Readings, { ledger }: Connection, terminal: Terminal): Promise<void> {
  try {
    await writeReadings(ledger, encodeReadings(readings));
  } catch (error) {
    said(error, terminal);
  }
}

/** Who may only read keeps nothing, and needs no telling. */
function said(error: unknown, terminal: Terminal): void {
  if ((error as { readonly code?: string }).code === "access-denied") return;
  terminal.note(`not kept for the next plan, which will read more: ${messageOf(error)}`);
}
