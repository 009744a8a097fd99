// The dead letters that are meant, oldest first, all left where they are.
import type { Letter } from "./letter.ts";
import { isMeant, type LetterFilter } from "./letter-filter.ts";
import type { LetterQueue } from "./letter-queue.ts";
import { readLetters } from "./read-letters.ts";

export interface LetterList {
  readonly letters: readonly Letter[];
  /** Messages in the queues that are no letters of ours. */
  readonly unreadable: number;
}

export async function listLetters(
  queues: readonly LetterQueue[],
  filter: LetterFilter,
  signal: AbortSignal,
): Promise<LetterList> {
  const letters: Letter[] = [];
  let unreadable = 0;
  await readLetters(queues, signal, async (batch) => {
    letters.push(...batch.letters.map(({ letter }) => letter).filter((letter) => isMeant(letter, filter)));
    unreadable += batch.unreadable;
    return new Set();
  });
  letters.sort((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1));
  return { letters, unreadable };
}
