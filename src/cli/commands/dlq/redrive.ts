// lamp dlq redrive: runs dead letters again, each once, with its own input and due time.
import type { Command } from "../../command.ts";
import { LETTER_FILTER } from "./filter-options.ts";

export const redrive: Command = {
  name: "redrive",
  positional: "[letters...]",
  summary: "run dead letters again, each once, as the run it was",
  details:
    "Each keeps its input and due time, and its run's key: a run that has succeeded meanwhile is not run again.\n" +
    "Killed at any point it may be begun again. A run that was redriven five times stays where it is.",
  example: ["lamp dlq redrive --job nightly-backup --dry-run", "what would be run again of the backup"],
  options: [
    ...LETTER_FILTER,
    { flags: "--limit <n>", description: "run at most so many (default: 1000)" },
    { flags: "--dry-run", description: "say what would be run; nothing is sent and nothing deleted" },
  ],
  async run(line) {
    const [{ withLetters }, { redriveByHand }] = await Promise.all([
      import("../../with-letters.ts"),
      import("../../redrive-by-hand.ts"),
    ]);
    return withLetters(line, (letters) => redriveByHand(letters, line));
  },
};
