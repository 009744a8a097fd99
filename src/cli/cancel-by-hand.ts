// A run is asked to stop, by hand: said who and why, and followed to its end where somebody waits.
import { requestCancel } from "../ledger/writes/request-cancel.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { runById } from "./find-runs.ts";
import { followRun } from "./follow-run.ts";
import type { Project } from "./project.ts";
import { reasonGiven } from "./reason-given.ts";
import { askForAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { runLine } from "./render/run-line.ts";

export async function cancelByHand({ model }: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const reason = reasonGiven(line, "whoever finds the run cancelled will ask");
  const runId = line.positional[0] ?? "";
  await askForAccount(model.environment, connection);
  const before = await runById(model, connection.readableLedger, runId);
  if (!(await requestCancel(connection.ledger, runId, { by: caller(terminal.variables), reason }))) {
    const { status } = await runById(model, connection.readableLedger, runId);
    throw new CommandFailed(`Run ${runId} has ended (${status}): there is nothing to cancel`);
  }
  terminal.note(`asked ${runId}, which is ${before.status}, to stop`);
  const run = options.flag("wait")
    ? await followRun(runId, connection, terminal, terminal.interrupted)
    : await runById(model, connection.readableLedger, runId);
  terminal.out(options.flag("json") ? jsonDocument({ run }) : runLine(run, terminal));
  return EXIT.done;
}
