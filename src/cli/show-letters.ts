// Dead letters as they were asked for: a table, tab-separated lines, or JSON.
import { systemClock } from "../core/clock.ts";
import { formatDuration } from "../core/duration.ts";
import { expiringLetters } from "../runs/dead-letters/expiring-letters.ts";
import type { LetterList } from "../runs/dead-letters/list-letters.ts";
import type { CommandLine } from "./command.ts";
import { jsonDocument } from "./render/json-document.ts";
import { LETTER_HEAD, letterJson, letterRow } from "./render/letter.ts";
import { renderTable } from "./render/table.ts";

export function showLetters({ letters, unreadable }: LetterList, { options, terminal }: CommandLine): void {
  if (options.flag("json")) {
    terminal.out(jsonDocument({ letters: letters.map(letterJson), unreadable }));
    return;
  }
  if (letters.length === 0) terminal.note("no dead letters found");
  else {
    const now = systemClock.now();
    const rows = letters.map((letter) => letterRow(letter, now, terminal));
    for (const text of renderTable(LETTER_HEAD, rows, terminal)) terminal.out(text);
  }
  const going = expiringLetters(letters, systemClock.now());
  if (going) {
    const left = formatDuration(Math.max(0, going.firstAt - systemClock.now()));
    terminal.note(
      `SQS deletes ${going.count} of them within two days, the first in ${left}: redrive or purge them before`,
    );
  }
  if (unreadable > 0) {
    terminal.note(`${unreadable} messages in these queues are no letters of this app's jobs; they are left alone`);
  }
}
