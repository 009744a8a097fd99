// The process's outside as a value: streams, arguments' folder, environment, interruption. Results go to out, the rest to note.
import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** A person looks at the results: colours, tables, relative times. Otherwise tab-separated, ISO times, no colours. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly interrupted: AbortSignal;
  /** One line of result on standard output. */
  out(line: string): void;
  /** One line of progress, warning or error on standard error. */
  note(line: string): void;
  /** Replaces the line at the bottom of a person's standard error, "" removes it; nothing where nobody looks, or where a
   * terminal cannot. */
  status(text: string): void;
  style(style: Style, text: string): string;
  styleNote(style: Style, text: string): string;
}

export function processTerminal(): Terminal {
  const interruption = new AbortController();
  let interruptions = 0;
  const interrupt = () => {
    if (++interruptions > 1) process.exit(130);
    interruption.abort(new Error("interrupted"));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveWhenReaderLeft);
  return {
    cwd: process.cwd(),
    variables: process.env,
    interactive: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 120,
    interrupted: interruption.signal,
    out: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    status: (text) => {
      if (process.stderr.isTTY && process.env["TERM"] !== "dumb") process.stderr.write(`\r\u001b[K${text}`);
    },
    style: (style, text) => styleText(style, text, { stream: process.stdout }),
    styleNote: (style, text) => styleText(style, text, { stream: process.stderr }),
  };
}

/** `lamp history | head -1`: the reader has what it wanted, which is no failure. */
function leaveWhenReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
