// Shows a run's log, and with --follow what comes after it.

import { sleep } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import { runMeant } from "./find-runs.ts";
import type { Project } from "./project.ts";
import { jsonDocument } from "./render/json-document.ts";
import { RunLogs } from "./run-logs.ts";

const FOLLOW_POLL_MS = 1_000;

export async function showLogs(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { terminal, options } = line;
  const ledger = connection.readableLedger;
  const text = line.positional[0] ?? "";
  const lines: string[] = [];
  const json = options.flag("json");
  const logs = new RunLogs(connection.clients, (shown) => (json ? void lines.push(shown) : terminal.out(shown)));
  let run = await runMeant(project.model, ledger, text);
  if (run) await logs.show(run);
  else terminal.note(`${text} has not run yet`);
  if (json) {
    terminal.out(jsonDocument({ run: run?.id ?? null, lines }));
    return EXIT.done;
  }
  let announced = run?.id;
  while (options.flag("follow") && !terminal.interrupted.aborted) {
    await sleep(ledger.clock, FOLLOW_POLL_MS, terminal.interrupted).catch((error: unknown) => messageOf(error));
    run = await runMeant(project.model, ledger, text);
    if (run && run.id !== announced) terminal.note(terminal.styleNote("dim", `run ${run.id}`));
    announced = run?.id;
    if (run) await logs.show(run);
  }
  return EXIT.done;
}
