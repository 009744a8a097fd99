// lamp dlq list: the dead letters, oldest first, left where they are.
import type { Command } from "../../command.ts";
import { EXIT } from "../../exit-code.ts";
import { LETTER_FILTER } from "./filter-options.ts";

export const list: Command = {
  name: "list",
  summary: "what waits in the dead-letter queues, oldest first",
  details: "Reading hides a message from other readers for a moment; nothing is taken out.",
  example: ["lamp dlq list --job nightly-backup", "what was given up on of the backup, and why"],
  options: LETTER_FILTER,
  async run(line) {
    const [{ withLetters }, { letterFilterOf }, { listLetters }, { showLetters }] = await Promise.all([
      import("../../with-letters.ts"),
      import("../../letter-filter.ts"),
      import("../../../runs/dead-letters/list-letters.ts"),
      import("../../show-letters.ts"),
    ]);
    const filter = letterFilterOf(line);
    return withLetters(line, async ({ queues }) => {
      showLetters(await listLetters(queues, filter, line.terminal.interrupted), line);
      return EXIT.done;
    });
  },
};
