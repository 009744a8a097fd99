// The messages between the engine and its Node runtime: two lengths, a head in JSON, a body of bytes.

const LENGTHS = 8;
/** Heads are short. Whoever announces a longer one is no runtime of ours. */
const HEAD_BYTES = 65_536;

export function encodeMessage(head: unknown, body: Uint8Array = NOTHING): Buffer {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const message = Buffer.allocUnsafe(LENGTHS + headBytes + body.byteLength);
  message.writeUInt32BE(headBytes, 0);
  message.writeUInt32BE(body.byteLength, 4);
  message.write(text, LENGTHS);
  message.set(body, LENGTHS + headBytes);
  return message;
}

export interface Message {
  readonly head: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** The body was longer than may be, and was passed over. */
  readonly tooLarge: boolean;
}

const NOTHING = Buffer.alloc(0);

/** Takes pieces as they come. A handler shares its process with the runtime and may write here what it likes: no more
 * than `bodyBytes` of a body is ever kept, and `push` is false as soon as what came is no message. */
export class MessageReader {
  readonly #bodyBytes: number;
  readonly #took: (message: Message) => void;
  #pieces: Buffer[] = [];
  #size = 0;
  /** So many bytes must be there before it is worth looking again. */
  #wanted = LENGTHS;
  /** Of a body that is passed over: its head, and how much is still to come. */
  #passing: { readonly head: Message["head"]; left: number } | undefined;

  constructor(bodyBytes: number, took: (message: Message) => void) {
    this.#bodyBytes = bodyBytes;
    this.#took = took;
  }

  push(piece: Buffer): boolean {
    let rest = piece;
    if (this.#passing) rest = this.#pass(this.#passing, rest);
    if (rest.length === 0) return true;
    this.#pieces.push(rest);
    this.#size += rest.length;
    return this.#size < this.#wanted || this.#read();
  }

  #read(): boolean {
    const [first] = this.#pieces;
    let buffer = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces, this.#size);
    this.#wanted = LENGTHS;
    while (buffer.length >= LENGTHS) {
      const bodyAt = LENGTHS + buffer.readUInt32BE(0);
      const bodyBytes = buffer.readUInt32BE(4);
      if (bodyAt > LENGTHS + HEAD_BYTES) return false;
      const isPassed = bodyBytes > this.#bodyBytes;
      this.#wanted = isPassed ? bodyAt : bodyAt + bodyBytes;
      if (buffer.length < this.#wanted) break;
      const head = headOf(buffer.toString("utf8", LENGTHS, bodyAt));
      if (!head) return false;
      buffer = isPassed
        ? this.#pass({ head, left: bodyBytes }, buffer.subarray(bodyAt))
        : this.#take(head, buffer, bodyAt);
      this.#wanted = LENGTHS;
    }
    this.#pieces = buffer.length > 0 ? [buffer] : [];
    this.#size = buffer.length;
    return true;
  }

  #take(head: Message["head"], buffer: Buffer, bodyAt: number): Buffer {
    this.#took({ head, body: buffer.subarray(bodyAt, this.#wanted), tooLarge: false });
    return buffer.subarray(this.#wanted);
  }

  #pass(passing: { readonly head: Message["head"]; left: number }, piece: Buffer): Buffer {
    const passed = Math.min(passing.left, piece.length);
    passing.left -= passed;
    this.#passing = passing.left > 0 ? passing : undefined;
    if (!this.#passing) this.#took({ head: passing.head, body: NOTHING, tooLarge: true });
    return piece.subarray(passed);
  }
}

function headOf(text: string): Message["head"] | undefined {
  try {
    const head: unknown = JSON.parse(text);
    return typeof head === "object" && head !== null ? (head as Message["head"]) : undefined;
  } catch {
    return undefined;
  }
}
