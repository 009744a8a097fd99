// lamp dlq purge: deletes dead letters for good.
import type { Command } from "../../command.ts";
import { LETTER_FILTER } from "./filter-options.ts";

export const purge: Command = {
  name: "purge",
  positional: "[letters...]",
  summary: "delete dead letters for good; asks first",
  example: ["lamp dlq purge --job retired-job --yes", "forgets what the retired job left behind"],
  options: [...LETTER_FILTER, { flags: "--yes", description: "do not ask" }],
  async run(line) {
    const [{ withLetters }, { purgeByHand }] = await Promise.all([
      import("../../with-letters.ts"),
      import("../../purge-by-hand.ts"),
    ]);
    return withLetters(line, (letters) => purgeByHand(letters, line));
  },
};
