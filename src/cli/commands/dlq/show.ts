// lamp dlq show: one dead letter whole, and where to look next.
import type { Command } from "../../command.ts";
import { EXIT } from "../../exit-code.ts";

export const show: Command = {
  name: "show",
  positional: "<letter>",
  summary: "one dead letter: the error, the input, its run",
  example: ["lamp dlq show 0b9f", "the letter whose id begins so"],
  async run(line) {
    const [{ withLetters }, { letterFilterOf }, { listLetters }, { NotFound, UsageError }, render] = await Promise.all([
      import("../../with-letters.ts"),
      import("../../letter-filter.ts"),
      import("../../../runs/dead-letters/list-letters.ts"),
      import("../../errors.ts"),
      import("../../render/letter.ts"),
    ]);
    const filter = letterFilterOf(line);
    return withLetters(line, async ({ queues }) => {
      const { letters } = await listLetters(queues, filter, line.terminal.interrupted);
      const [letter, other] = letters;
      if (!letter) throw new NotFound(`There is no dead letter ${line.positional[0]}; lamp dlq list shows what waits`);
      if (other)
        throw new UsageError(`${letters.length} letters begin with ${line.positional[0]}: give more of the id`);
      const { jsonDocument } = await import("../../render/json-document.ts");
      if (line.options.flag("json")) line.terminal.out(jsonDocument({ letter: render.letterJson(letter) }));
      else for (const text of render.renderLetter(letter, line.terminal)) line.terminal.out(text);
      return EXIT.done;
    });
  },
};
