// What a child process prints, cut into events: lines of its standard streams, frames of its log descriptor.
import { StringDecoder } from "node:string_decoder";

/** One event at most; a longer line is cut into several (CloudWatch took 256 KB an event for long; more serves nobody). */
const EVENT_BYTES = 262_144;

/** Says of so many bytes that nobody wants them: they are passed over unread. */
type Refuses = (bytes: number) => boolean;
const takesAll: Refuses = () => false;

/** Lines of a byte stream; bytes that are no UTF-8 become U+FFFD, and a character may be split between two pieces. */
export function lineSplitter(
  line: (text: string) => void,
  refuses: Refuses = takesAll,
): { push(piece: Buffer): void; end(): void } {
  let decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string) => {
    rest += text;
    let from = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", from)) {
      line(rest.slice(from, end));
      from = end + 1;
    }
    rest = rest.slice(from);
    while (rest.length >= EVENT_BYTES) {
      // Never between the two halves of a character.
      const cut = isHighSurrogate(rest.charCodeAt(EVENT_BYTES - 1)) ? EVENT_BYTES - 1 : EVENT_BYTES;
      line(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
  };
  return {
    push(piece) {
      if (refuses(piece.length)) {
        // Text that is thrown away fills the young heap, whose collection frees the pieces too; without it they would
        // pile up to some hundred megabytes.
        piece.toString("latin1");
        decoder = new StringDecoder("utf8");
        rest = "";
      } else take(decoder.write(piece));
    },
    end() {
      take(decoder.end());
      if (rest !== "") line(rest);
      rest = "";
    },
  };
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;

const FRAME_HEAD = 16;
/** The upper half of a frame's type; the lower half says level and form, which the text says too. */
const FRAME_MARK = 0xa55a;

/** Frames as Lambda's runtimes write them: type, length, microseconds since 1970, text. What is no frame is dropped. */
export function frameSplitter(
  event: (text: string, at: number) => void,
  refuses: Refuses = takesAll,
): { push(piece: Buffer): void } {
  let rest: Buffer = Buffer.alloc(0);
  let skip = 0;
  return {
    push(piece) {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      for (;;) {
        if (skip > 0) {
          const skipped = Math.min(skip, rest.length);
          rest = rest.subarray(skipped);
          skip -= skipped;
        }
        if (rest.length < FRAME_HEAD) return;
        if (rest.readUInt16BE(0) !== FRAME_MARK) {
          rest = Buffer.alloc(0);
          return;
        }
        const length = rest.readUInt32BE(4);
        if (refuses(length)) {
          rest = rest.subarray(FRAME_HEAD);
          skip = length;
          continue;
        }
        const kept = Math.min(length, EVENT_BYTES);
        if (rest.length < FRAME_HEAD + kept) return;
        const text = rest.toString("utf8", FRAME_HEAD, FRAME_HEAD + kept);
        const mark = kept < length ? `[message cut: ${length} bytes]` : "";
        event(text + mark, Number(rest.readBigInt64BE(8) / 1_000n));
        rest = rest.subarray(FRAME_HEAD + kept);
        skip = length - kept;
      }
    },
  };
}
