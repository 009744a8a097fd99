// Shows a run's log, or those of a job's runs since a time, and with --follow what comes after.

import { abortableSleep } from "../core/abortable-sleep.ts";
import { messageOf } from "../core/error.ts";
import { type Run, toRun } from "../history/run.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob } from "../ledger/lineage/names-of-job.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import { runMeant } from "./find-runs.ts";
import { parseGone } from "./instants.ts";
import type { Project } from "./project.ts";
import { jsonDocument } from "./render/json-document.ts";
import { RunLogs } from "./run-logs.ts";

const FOLLOW_POLL_MS = 1_000;
const MOST_RUNS = 1_000;

export async function showLogs(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { terminal, options } = line;
  const ledger = connection.readableLedger;
  const text = line.positional[0] ?? "";
  const lines: string[] = [];
  const json = options.flag("json");
  const part = options.text("grep")?.toLowerCase();
  const logs = new RunLogs(connection.clients, (shown) => {
    if (part !== undefined && !shown.toLowerCase().includes(part)) return;
    if (json) lines.push(shown);
    else terminal.out(shown);
  });
  const runs = await runsWanted(project, ledger, line);
  const announce = (run: Run) => {
    if (!json) terminal.note(terminal.styleNote("dim", `run ${run.id}`));
  };
  for (const run of runs) {
    if (runs.length > 1) announce(run);
    await logs.show(run);
  }
  if (runs.length === 0) terminal.note(`${text} has not run ${options.text("since") === undefined ? "yet" : "since"}`);
  let last = runs.at(-1)?.id;
  if (json) {
    terminal.out(jsonDocument({ run: last ?? null, lines }));
    return EXIT.done;
  }
  while (options.flag("follow") && !terminal.interrupted.aborted) {
    await abortableSleep(ledger.clock, FOLLOW_POLL_MS, terminal.interrupted).catch((error: unknown) =>
      messageOf(error),
    );
    const run = await runMeant(project.model, ledger, text);
    if (run && run.id !== last) announce(run);
    last = run?.id;
    if (run) await logs.show(run);
  }
  return EXIT.done;
}

/** Oldest first: a run by its id, a job's latest, or all of a job's since a time. */
async function runsWanted(
  project: Project,
  ledger: Ledger,
  { positional, options }: CommandLine,
): Promise<readonly Run[]> {
  const [text = ""] = positional;
  const since = options.text("since");
  const now = ledger.clock.now();
  if (since !== undefined && project.model.jobs.some(({ name }) => name === text)) {
    const fromAt = parseGone(since, "--since", now);
    const { runs } = await runsOfNames(ledger, namesOfJob(text, await readRenames(ledger)), {
      fromAt,
      limit: MOST_RUNS,
    });
    return runs.map((item) => toRun(item, now)).reverse();
  }
  const run = await runMeant(project.model, ledger, text);
  return run ? [run] : [];
}
