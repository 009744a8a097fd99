// Which dead letters are meant.
import type { Letter, LetterKind } from "./letter.ts";

export interface LetterFilter {
  /** Message ids, or beginnings of them; empty for all. */
  readonly ids: readonly string[];
  readonly job: string | undefined;
  readonly queue: LetterKind | undefined;
  /** Part of the error's code or message, whatever the case. */
  readonly error: string | undefined;
  /** Due at or after, due before or at; epoch milliseconds. */
  readonly fromAt: number | undefined;
  readonly toAt: number | undefined;
}

export const EVERY_LETTER: LetterFilter = {
  ids: [],
  job: undefined,
  queue: undefined,
  error: undefined,
  fromAt: undefined,
  toAt: undefined,
};

export function isMeant(letter: Letter, filter: LetterFilter): boolean {
  const { ids, job, queue, error, fromAt, toAt } = filter;
  const text = `${letter.errorCode}\n${letter.errorMessage}`.toLowerCase();
  return (
    (ids.length === 0 || ids.some((id) => letter.id.startsWith(id))) &&
    (job === undefined || letter.job === job) &&
    (queue === undefined || letter.queue === queue) &&
    (error === undefined || text.includes(error.toLowerCase())) &&
    (fromAt === undefined || letter.dueAt >= fromAt) &&
    (toAt === undefined || letter.dueAt <= toAt)
  );
}
