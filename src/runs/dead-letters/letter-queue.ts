// The port to one queue of dead letters: src/aws implements it on SQS.
import type { RawMessage } from "./letter.ts";

export interface LetterQueue {
  readonly name: string;
  /** At most ten, hidden from other readers for `hiddenSeconds`; none when the queue shows none within a moment. */
  receive(hiddenSeconds: number): Promise<readonly RawMessage[]>;
  /** How many it shows to readers now, approximately. */
  countVisible(): Promise<number>;
  /** Shown to readers again at once. A receipt that is no longer good is no error: the message shows itself in time. */
  release(receipts: readonly string[]): Promise<void>;
  /** For good. Rejects when any of them could not be deleted. */
  delete(receipts: readonly string[]): Promise<void>;
}
