// lamp in this process: for what is refused or read without a process of its own, at a fraction of the time.
import { COMMANDS } from "../../src/cli/commands/all.ts";
import { exitCodeOf, InvalidFiles } from "../../src/cli/errors.ts";
import { runProgram } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface InProcessAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** No terminal, no colours; only the given variables are there. */
export async function lampInProcess(
  cwd: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<InProcessAnswer> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    cwd,
    variables: { LAMP_BY: "tester", ...variables },
    interactive: false,
    columns: 120,
    interrupted: new AbortController().signal,
    out: (line) => void out.push(line),
    note: (line) => void err.push(line),
    status: () => {},
    style: (_style, text) => text,
    styleNote: (_style, text) => text,
  };
  const code = await runProgram(COMMANDS, words, terminal).catch((error: unknown) => {
    err.push(String(error));
    if (error instanceof InvalidFiles) err.push(...error.problems.map(({ message }) => message));
    return exitCodeOf(error);
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
