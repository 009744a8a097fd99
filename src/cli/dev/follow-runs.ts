// Says each run as it starts and ends: asks the ledger after it was written, never on a timer.
import { systemClock, type Timer } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import type { Engine } from "../../engine/engine.ts";
import { toRun } from "../../history/run.ts";
import { recentRuns } from "../../ledger/reads/recent-runs.ts";
import type { CommandLine } from "../command.ts";
import type { Connection } from "../connection.ts";
import { NotSynced } from "../errors.ts";
import type { Project } from "../project.ts";
import { runLine } from "../render/run-line.ts";

const GATHER_MS = 100;
/** A run may have been due a while before it starts: a backfill, a late delivery. */
const LOOK_BACK_MS = 60 * 60 * 1_000;
const MOST = 100;

export function followRuns(engine: Engine, connection: Connection, project: () => Project, line: CommandLine): void {
  const { ledger } = connection;
  const since = systemClock.now();
  const said = new Map<string, string>();
  let timer: Timer | undefined;

  const look = async () => {
    timer = undefined;
    const now = systemClock.now();
    const { runs } = await recentRuns(ledger, {
      fromAt: Math.min(since, now - LOOK_BACK_MS),
      toAt: now + LOOK_BACK_MS,
      limit: MOST,
    });
    for (const item of runs.toReversed()) {
      const run = toRun(item, now);
      const touched = Date.parse(run.endedAt ?? run.startedAt ?? run.due);
      if (touched < since || said.get(item.runId) === run.status) continue;
      said.set(item.runId, run.status);
      if (run.status !== "pending")
        line.terminal.out(`${new Date(now).toISOString().slice(11, 19)}  ${runLine(run, line.terminal)}`);
    }
  };

  engine.onChange(({ service }) => {
    if (service !== "dynamodb" || timer || line.terminal.interrupted.aborted) return;
    timer = systemClock.setTimer(systemClock.now() + GATHER_MS, () => {
      look().catch((error: unknown) => {
        // The first sync makes the table; while it does there is nothing to tell.
        if (error instanceof NotSynced) return;
        line.terminal.note(`the runs of ${project().model.app} could not be read: ${messageOf(error)}`);
      });
    });
  });
}
