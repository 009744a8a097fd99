// A dead letter as JSON, as a row, and as a page of text.
import { formatDuration } from "../../core/duration.ts";
import { printable } from "../../core/printable.ts";
import type { Letter } from "../../runs/dead-letters/letter.ts";
import type { Terminal } from "../terminal.ts";
import { cell } from "./table.ts";

export const LETTER_HEAD = ["ID", "QUEUE", "JOB", "DUE", "TRIES", "SENT", "ERROR"];

/** The shape that `dlq --json` promises. */
export const letterJson = (letter: Letter): Readonly<Record<string, unknown>> => ({
  id: letter.id,
  queue: letter.queue,
  job: letter.job,
  due: iso(letter.dueAt),
  errorCode: letter.errorCode,
  errorMessage: letter.errorMessage,
  attempts: letter.attempts,
  sentAt: iso(letter.sentAt),
  input: letter.input,
  run: letter.runId,
  redriven: letter.generation,
});

export function letterRow(letter: Letter, now: number, terminal: Terminal): string[] {
  return [
    terminal.interactive ? letter.id.slice(0, 8) : letter.id,
    letter.queue,
    cell(letter.job),
    iso(letter.dueAt).replace(".000Z", "Z"),
    String(letter.attempts),
    terminal.interactive ? `${formatDuration(Math.max(0, now - letter.sentAt))} ago` : iso(letter.sentAt),
    cell(`${letter.errorCode}: ${letter.errorMessage}`, 80),
  ];
}

export function renderLetter(letter: Letter, terminal: Terminal): string[] {
  const field = (name: string, value: string): string =>
    `${terminal.style("dim", name.padEnd(10))}${printable(value).replaceAll("\n", `\n${" ".repeat(10)}`)}`;
  const why = letter.queue === "undelivered" ? "could not be delivered" : "could not be finished";
  return [
    `${terminal.style("red", why)}  ${terminal.style("bold", letter.id)}`,
    field("job", letter.job),
    field("due", iso(letter.dueAt)),
    field("error", `${letter.errorCode}: ${letter.errorMessage}`),
    field("tries", String(letter.attempts)),
    ...(letter.generation > 0 ? [field("redriven", `${letter.generation} times before`)] : []),
    field("sent", iso(letter.sentAt)),
    field("input", JSON.stringify(letter.input)),
    field("next", `lamp show ${letter.runId}, or lamp dlq redrive ${letter.id.slice(0, 8)}`),
  ];
}

const iso = (at: number): string => new Date(at).toISOString();
