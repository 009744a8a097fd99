// Deletes the dead letters that are meant, for good; messages that are not ours stay.
import { isMeant, type LetterFilter } from "./letter-filter.ts";
import type { LetterQueue } from "./letter-queue.ts";
import { readLetters } from "./read-letters.ts";

/** Returns how many were deleted. */
export async function purgeLetters(
  queues: readonly LetterQueue[],
  filter: LetterFilter,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  await readLetters(queues, signal, async ({ queue, letters }) => {
    const meant = letters.filter(({ letter }) => isMeant(letter, filter)).map(({ message }) => message);
    if (meant.length > 0) await queue.delete(meant.map(({ receipt }) => receipt));
    deleted += meant.length;
    return new Set(meant);
  });
  return deleted;
}
