// The log lines of a run, each shown once, in order.
import type { Clients } from "../aws/clients.ts";
import { createLogs, type LogLine, type Logs } from "../aws/logs.ts";
import { printable } from "../core/printable.ts";
import type { Run, RunAttempt } from "../history/run.ts";

/** Log events are stamped by the function's machine: a little before the ledger's start is still this run. */
const SLACK_MS = 5_000;

export class RunLogs {
  readonly #logs: Logs;
  readonly #say: (line: string) => void;
  readonly #shown = new Set<string>();

  constructor(clients: Clients, say: (line: string) => void) {
    this.#logs = createLogs(clients);
    this.#say = say;
  }

  /** What is there now and was not shown yet. */
  async show(run: Run): Promise<number> {
    let count = 0;
    for (const attempt of run.attempts) {
      for await (const line of this.#linesOf(attempt)) {
        const key = `${line.stream} ${line.at} ${line.message}`;
        if (this.#shown.has(key)) continue;
        this.#shown.add(key);
        this.#say(shownLine(line));
        count++;
      }
    }
    return count;
  }

  async *#linesOf(attempt: RunAttempt): AsyncGenerator<LogLine> {
    if (attempt.logGroup === null || attempt.requestId === null || attempt.startedAt === null) return;
    const fromAt = Date.parse(attempt.startedAt) - SLACK_MS;
    const toAt = attempt.endedAt === null ? undefined : Date.parse(attempt.endedAt) + SLACK_MS;
    yield* this.#logs.lines({ logGroup: attempt.logGroup, fromAt, toAt, text: attempt.requestId });
  }
}

/** A message's further lines stand under its first: none passes for a line with a time of its own. */
const INDENT = " ".repeat(14);

/** Lambda's text lines carry the time and the request id, which the caller knows: what is left is the level and the message. */
function shownLine({ at, message }: LogLine): string {
  const text = message.trimEnd().replace(/^\S+Z\t\S+\t(\w+)\t/, "$1 ");
  return `${new Date(at).toISOString().slice(11, 23)}  ${printable(text).replaceAll("\n", `\n${INDENT}`)}`;
}
