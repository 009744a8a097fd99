// The log lines of a run, each shown once, in order.
import type { Clients } from "../aws/clients.ts";
import { logGroupOf } from "../aws/log-group-of.ts";
import { createLogs, type LogLine, type Logs } from "../aws/logs.ts";
import { printable } from "../core/printable.ts";
import type { Run, RunAttempt } from "../history/run.ts";

/** Log events are stamped by the function's machine: a little before the ledger's start is still this run. */
const SLACK_MS = 5_000;

export class RunLogs {
  readonly #logs: Logs;
  readonly #say: (line: string) => void;
  readonly #shown = new Set<string>();
  readonly #clients: Clients;
  readonly #groups = new Map<string, Promise<string>>();

  constructor(clients: Clients, say: (line: string) => void) {
    this.#clients = clients;
    this.#logs = createLogs(clients);
    this.#say = say;
  }

  /** What is there now and was not shown yet. */
  async show(run: Run): Promise<number> {
    let count = 0;
    for (const attempt of run.attempts) {
      for await (const line of this.#linesOf(run, attempt)) {
        const key = `${line.stream} ${line.at} ${line.message}`;
        if (this.#shown.has(key)) continue;
        this.#shown.add(key);
        this.#say(shownLine(line));
        count++;
      }
    }
    return count;
  }

  async *#linesOf(run: Run, attempt: RunAttempt): AsyncGenerator<LogLine> {
    if (attempt.requestId === null) return;
    const logGroup = attempt.logGroup ?? (await this.#groupOf(run));
    if (logGroup === undefined) return;
    // When it started nobody told of a function that is not ours, and its tries have one request id: they come as one.
    const fromAt = Date.parse(attempt.startedAt ?? run.due) - SLACK_MS;
    const toAt = attempt.endedAt === null ? undefined : Date.parse(attempt.endedAt) + SLACK_MS;
    yield* this.#logs.lines({ logGroup, fromAt, toAt, text: attempt.requestId });
  }

  #groupOf({ function: named }: Run): Promise<string> | undefined {
    if (named === null) return undefined;
    const asked = this.#groups.get(named) ?? logGroupOf(this.#clients, named);
    this.#groups.set(named, asked);
    return asked;
  }
}

/** A message's further lines stand under its first: none passes for a line with a time of its own. */
const INDENT = " ".repeat(14);

/** Lambda's text lines carry the time and the request id, which the caller knows: what is left is the level and the message. */
function shownLine({ at, message }: LogLine): string {
  const text = message.trimEnd().replace(/^\S+Z\t\S+\t(\w+)\t/, "$1 ");
  return `${new Date(at).toISOString().slice(11, 23)}  ${printable(text).replaceAll("\n", `\n${INDENT}`)}`;
}
