// Deleting is asked for twice: by the option, and by a yes. A protected environment wants its name typed.
import { createInterface } from "node:readline/promises";
import type { Environment } from "../manifest/model.ts";
import type { Plan } from "../plan/plan.ts";
import type { CommandLine } from "./command.ts";
import { CommandFailed } from "./errors.ts";

export async function confirmDeletes(plan: Plan, environment: Environment, line: CommandLine): Promise<void> {
  const deletes = plan.actions.filter(({ action }) => action === "delete");
  // The embedded engine holds nothing that a second sync does not bring back.
  if (deletes.length === 0 || (environment.endpoint === "embedded" && !environment.protect)) return;
  if (line.options.flag("yes") && !environment.protect) return;
  const expected = environment.protect ? environment.name : "yes";
  const names = deletes.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  if (!line.terminal.interactive || process.stdin.isTTY !== true) {
    throw new CommandFailed(
      environment.protect
        ? `This would delete ${names} from ${environment.name}, which is protected: run it on a terminal and type the environment's name. Nothing was done.`
        : `This would delete ${names}. Nothing was done; say --yes if that is meant.`,
    );
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`Delete ${names}? Type ${expected} to go on: `, {
      signal: line.terminal.interrupted,
    });
    if (answer.trim() !== expected) throw new CommandFailed("Not confirmed: nothing was done.");
  } finally {
    prompt.close();
  }
}
