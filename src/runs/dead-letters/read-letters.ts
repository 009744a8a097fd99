// Goes once through queues of dead letters, ten messages at a time, and puts back whatever the reader does not take.
import { decodeLetter } from "./decode-letter.ts";
import type { Letter, RawMessage } from "./letter.ts";
import type { LetterQueue } from "./letter-queue.ts";

/** Long enough to go through ten thousand; a reader that is killed leaves its letters hidden no longer than this. */
const HIDDEN_SECONDS = 300;
/** SQS may answer a receive with fewer than there are, or none, and its count is approximate (SQS guide, short and long
 * polling): a queue is through when both say so, or when it gave nothing this often. */
const EMPTY_ANSWERS = 3;

export interface FoundLetter {
  readonly letter: Letter;
  readonly message: RawMessage;
}

export interface LetterBatch {
  readonly queue: LetterQueue;
  readonly letters: readonly FoundLetter[];
  /** Messages of somebody else, or that cannot be read. */
  readonly unreadable: number;
}

/** `onBatch` answers with the messages it is done with for good; all others are shown again when the queue is through. */
export async function readLetters(
  queues: readonly LetterQueue[],
  signal: AbortSignal,
  onBatch: (batch: LetterBatch) => Promise<ReadonlySet<RawMessage>>,
): Promise<void> {
  await Promise.all(queues.map((queue) => readQueue(queue, signal, onBatch)));
}

async function readQueue(
  queue: LetterQueue,
  signal: AbortSignal,
  onBatch: (batch: LetterBatch) => Promise<ReadonlySet<RawMessage>>,
): Promise<void> {
  const seen = new Set<string>();
  const kept = new Map<string, string>();
  try {
    for (let empty = 0; empty < EMPTY_ANSWERS && !signal.aborted; ) {
      const messages = await queue.receive(HIDDEN_SECONDS);
      // A standard queue may give out one message twice.
      const fresh = messages.filter(({ id }) => !seen.has(id));
      for (const { id, receipt } of fresh) {
        seen.add(id);
        kept.set(id, receipt);
      }
      if (fresh.length > 0) {
        for (const { id } of await onBatch(batchOf(queue, fresh))) kept.delete(id);
        empty = 0;
      } else if (++empty && (await queue.countVisible()) === 0) break;
    }
  } finally {
    await queue.release([...kept.values()]);
  }
}

function batchOf(queue: LetterQueue, messages: readonly RawMessage[]): LetterBatch {
  const letters = messages.flatMap((message) => {
    const letter = decodeLetter(message);
    return letter ? [{ letter, message }] : [];
  });
  return { queue, letters, unreadable: messages.length - letters.length };
}
