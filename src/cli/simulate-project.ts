// One simulation of the project: span and script read, played, and shown.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { systemClock } from "../core/clock.ts";
import { formatDuration, parseDuration } from "../core/duration.ts";
import { printable } from "../core/printable.ts";
import type { Model } from "../manifest/model.ts";
import { NO_SCRIPT, readScript, type ScriptFile } from "../simulation/script/read-script.ts";
import { simulate } from "../simulation/simulate.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { CommandLine, Options } from "./command.ts";
import { CommandFailed, InvalidFiles, UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { parseInstant } from "./instants.ts";
import { openProject } from "./project.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderSimulation } from "./render/simulation.ts";
import { simulationJson } from "./render/simulation-json.ts";
import type { Terminal } from "./terminal.ts";

const DEFAULT_SPAN_MS = 7 * 86_400_000;
const LONGEST_SPAN_MS = 3_653 * 86_400_000;

export async function simulateProject(line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const { model } = await openProject(line);
  const span = spanOf(options, systemClock.now());
  const name = line.positional[0];
  const played: Model = name === undefined ? model : { ...model, jobs: [findJob(model, name)] };
  const startedAt = systemClock.now();
  const found = await simulate({
    ...{ model: played, ...span },
    seed: seedOf(options.text("seed")),
    script: scriptOf(model, line),
    everyRun: options.flag("everyRun"),
  });
  if (options.flag("json")) terminal.out(jsonDocument(simulationJson(found)));
  else show(found, terminal);
  if (terminal.interactive) terminal.note(playedText(found, systemClock.now() - startedAt));
  return EXIT.done;
}

/** A program gets the table alone; what it may have to stop at goes where warnings go. */
function show(found: Simulation, terminal: Terminal): void {
  for (const text of renderSimulation(found, terminal)) terminal.out(text);
  if (terminal.interactive) return;
  for (const { message } of found.warnings) terminal.note(`warning: ${printable(message)}`);
}

function playedText({ totals, played }: Simulation, ms: number): string {
  return `${totals.fired} firings in ${formatDuration(ms)}, of which ${played} different situations went through the engine`;
}

/** Due times are whole seconds. */
function spanOf(options: Options, now: number): { fromAt: number; toAt: number } {
  const [from, to, length] = [options.text("from"), options.text("to"), options.text("for")];
  if (to !== undefined && length !== undefined) throw new UsageError("--to, --for: give one of them");
  const fromAt = Math.ceil((from === undefined ? now : parseInstant(from, "--from", now)) / 1_000) * 1_000;
  const span = length === undefined ? DEFAULT_SPAN_MS : parseDuration(length);
  if (span === undefined) throw new UsageError(`--for: expected a span like 7d, 24h or 90m; got "${length}"`);
  const toAt = to === undefined ? fromAt + span : parseInstant(to, "--to", now);
  if (toAt < fromAt) {
    const [first, last] = [fromAt, toAt].map((at) => new Date(at).toISOString());
    throw new UsageError(`--to: expected an instant after the beginning, ${first}; got ${last}`);
  }
  if (toAt - fromAt > LONGEST_SPAN_MS) throw new UsageError("--for: expected ten years at most (3653d)");
  return { fromAt, toAt };
}

function seedOf(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--seed: expected a whole number from 0 to 999999999; got "${text}"`);
}

function scriptOf(model: Model, { options, terminal }: CommandLine): ScriptFile {
  const path = options.text("script");
  if (path === undefined) return NO_SCRIPT;
  const file = resolve(terminal.cwd, path);
  if (!existsSync(file)) throw new CommandFailed(`--script: there is no file ${file}`);
  const read = readScript(
    file,
    readFileSync(file),
    model.jobs.map(({ name }) => name),
  );
  if (!read.ok) throw new InvalidFiles(read.problems);
  return read.script;
}
