// Answers `lamp why`: the ledger's word first, then the queue of what could not be delivered.
import { explainDue } from "../history/explain-due.ts";
import { isoOf } from "../history/run.ts";
import { readEngineSpans } from "../ledger/engine-spans.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { revisionsOfNames } from "../ledger/lineage/revisions-of-names.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import type { Letter } from "../runs/dead-letters/letter.ts";
import { EVERY_LETTER } from "../runs/dead-letters/letter-filter.ts";
import { listLetters } from "../runs/dead-letters/list-letters.ts";
import type { CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { parsePast } from "./past-time.ts";
import { jsonDocument } from "./render/json-document.ts";
import { letterJson } from "./render/letter.ts";
import { localText } from "./render/next-due.ts";
import { cell } from "./render/table.ts";
import type { Letters } from "./with-letters.ts";

const MINUTE_MS = 60_000;
/** Far more runs than a job has in a minute. */
const MOST_RUNS = 1_000;
const LONGEST_LINE = 300;

export async function explainRun({ project, connection, queues }: Letters, line: CommandLine): Promise<number> {
  const { options, positional, terminal } = line;
  const job = findJob(project.model, positional[0] ?? "");
  const ledger = connection.readableLedger;
  const zone = job.schedules[0]?.timezone ?? "UTC";
  const at = parsePast(positional[1] ?? "", "TIME", ledger.clock.now(), zone);
  const spans = namesOfJob(job.name, await readRenames(ledger));
  const [engine, revisions, { runs }] = await Promise.all([
    connection.embedded ? readEngineSpans(ledger) : undefined,
    revisionsOfNames(ledger, spans),
    runsOfNames(ledger, spans, { fromAt: at - MINUTE_MS, toAt: at + MINUTE_MS, limit: MOST_RUNS }),
  ]);
  const names = plainNames(spans);
  const said = explainDue({ job: job.name, names, at, revisions, runs, now: ledger.clock.now(), engine });
  const filter = { ...EVERY_LETTER, job: job.name, fromAt: said.dueAt, toAt: said.dueAt };
  const { letters } = said.due ? await listLetters(queues, filter, terminal.interrupted) : { letters: [] };
  const because = [...said.because, ...letters.map(letterSentence)];
  if (options.flag("json")) {
    const { due, dueAt } = said;
    terminal.out(
      jsonDocument({
        job: job.name,
        at: isoOf(at),
        due,
        dueAt: due ? isoOf(dueAt) : null,
        because,
        runs: said.runs,
        letters: letters.map(letterJson),
      }),
    );
    return EXIT.done;
  }
  const nothing = at > ledger.clock.now() ? "that time is yet to come" : "nothing was due";
  const local = zone === "UTC" ? "" : ` (${localText(said.dueAt, zone)}, ${zone})`;
  const due = `${job.name}, due ${isoOf(said.dueAt)}${local}`;
  terminal.out(terminal.style("bold", said.due ? due : `${job.name}: ${nothing}`));
  for (const text of because) terminal.out(cell(text, LONGEST_LINE));
  const [run] = said.runs;
  if (run?.id) terminal.note(`more: lamp show ${run.id}`);
  return EXIT.done;
}

function letterSentence(letter: Letter): string {
  const what =
    letter.queue === "undelivered"
      ? `The Scheduler could not deliver it, in ${letter.attempts} tries`
      : `The function could not finish it, in ${letter.attempts} tries`;
  return `${what}: ${letter.errorCode}: ${letter.errorMessage} Its dead letter waits: lamp dlq redrive ${letter.id.slice(0, 8)}`;
}
