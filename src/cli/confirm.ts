// What cannot be taken back is asked for twice: by the command, and by a yes. A protected environment wants its name typed.
import { createInterface } from "node:readline/promises";
import type { Environment } from "../manifest/model.ts";
import type { CommandLine } from "./command.ts";
import { CommandFailed } from "./errors.ts";

/** `what` follows "This would". Returns when it is confirmed; throws, with nothing done, when it is not. */
export async function confirm(what: string, environment: Environment, line: CommandLine): Promise<void> {
  if (line.options.flag("yes") && !environment.protect) return;
  const expected = environment.protect ? environment.name : "yes";
  if (!line.terminal.interactive || process.stdin.isTTY !== true) {
    throw new CommandFailed(
      environment.protect
        ? `This would ${what} in ${environment.name}, which is protected: run it on a terminal and type the environment's name. Nothing was done.`
        : `This would ${what}. Nothing was done; say --yes if that is meant.`,
    );
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `This would ${what}. Type ${expected} to go on: `;
    const answer = await prompt.question(question, { signal: line.terminal.interrupted });
    if (answer.trim() !== expected) throw new CommandFailed("Not confirmed: nothing was done.");
  } finally {
    prompt.close();
  }
}
