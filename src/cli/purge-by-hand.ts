// One purge by hand: what would go is shown and asked for, then only that goes.
import { listLetters } from "../runs/dead-letters/list-letters.ts";
import { purgeLetters } from "../runs/dead-letters/purge-letters.ts";
import type { CommandLine } from "./command.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-code.ts";
import { letterFilterOf } from "./letter-filter.ts";
import { jsonDocument } from "./render/json-document.ts";
import type { Letters } from "./with-letters.ts";

export async function purgeByHand({ project, queues }: Letters, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const filter = letterFilterOf(line);
  const { letters } = await listLetters(queues, filter, terminal.interrupted);
  const { environment } = project.model;
  if (letters.length > 0) {
    const jobs = [...new Set(letters.map(({ job }) => job))].join(", ");
    const letter = letters.length === 1 ? "dead letter" : "dead letters";
    await confirm(`delete ${letters.length} ${letter} for good (${jobs})`, environment, line);
  }
  // Those that came in meanwhile were not asked about: they stay.
  const asked = { ...filter, ids: letters.map(({ id }) => id) };
  const purged = letters.length === 0 ? 0 : await purgeLetters(queues, asked, terminal.interrupted);
  if (options.flag("json")) terminal.out(jsonDocument({ purged }));
  else terminal.out(`${purged} deleted`);
  return EXIT.done;
}
