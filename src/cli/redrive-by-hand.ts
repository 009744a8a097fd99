// One redrive by hand: a line for each letter as it goes, and what became of all of them.
import { createInvoker } from "../aws/invoker.ts";
import { type RedriveResult, type RedriveStatus, redriveLetters } from "../runs/dead-letters/redrive-letters.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { parseCount } from "./instants.ts";
import { letterFilterOf } from "./letter-filter.ts";
import { jsonDocument } from "./render/json-document.ts";
import { letterJson } from "./render/letter.ts";
import { cell } from "./render/table.ts";
import type { Letters } from "./with-letters.ts";

const DEFAULT_LIMIT = 1_000;
const LARGEST_LIMIT = 1_000_000;

export async function redriveByHand({ connection, queues, functions }: Letters, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const dryRun = options.flag("dryRun");
  const json = options.flag("json");
  const counts: Record<RedriveStatus, number> = { redriven: 0, duplicate: 0, failed: 0, left: 0 };
  const results: RedriveResult[] = [];
  await redriveLetters(
    {
      queues,
      filter: letterFilterOf(line),
      functionOf: (job) => functions.get(job),
      by: caller(terminal.variables),
      dryRun,
      limit: parseCount(options.text("limit"), "--limit", DEFAULT_LIMIT, LARGEST_LIMIT),
      // An engine that ends with this command cannot run the event later: there it is run now.
      mode: connection.ownEngine ? "request" : "event",
      signal: terminal.interrupted,
      onResult(result) {
        counts[result.status]++;
        if (json) results.push(result);
        else terminal.note(resultLine(result, dryRun));
      },
    },
    { ledger: connection.ledger, invoker: createInvoker(connection.clients) },
  );
  if (json) {
    const letters = results.map(({ letter, status, reason }) => ({ ...letterJson(letter), status, reason }));
    terminal.out(jsonDocument({ dryRun, ...counts, letters }));
  } else terminal.out(summaryOf(counts, dryRun));
  const undone = counts.failed + counts.left;
  if (undone === 0) return EXIT.done;
  return counts.redriven + counts.duplicate > 0 ? EXIT.partly : EXIT.failed;
}

function resultLine({ letter, status, reason }: RedriveResult, dryRun: boolean): string {
  const words = {
    redriven: dryRun ? "would redrive" : "redriven",
    duplicate: "done already",
    failed: "failed",
    left: "left",
  };
  return `${words[status]} ${letter.runId}  ${letter.id}${reason === null ? "" : `  ${cell(reason, 120)}`}`;
}

function summaryOf(counts: Readonly<Record<RedriveStatus, number>>, dryRun: boolean): string {
  const redriven = dryRun ? `would redrive ${counts.redriven}` : `${counts.redriven} redriven`;
  return `${redriven}, ${counts.duplicate} done already, ${counts.failed} failed, ${counts.left} left`;
}
