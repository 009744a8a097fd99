// The Node runtime's end of the descriptor on which it waits for events and answers them: what Lambda's Runtime API says over
// HTTP, in messages of two lengths, a head in JSON and a body (`host/message.ts`).
import { Socket } from "node:net";

const DESCRIPTOR = 4;
const LENGTHS = 8;

export function connect(onGone) {
  const socket = new Socket({ fd: DESCRIPTOR, readable: true, writable: true });
  let pieces = [];
  let size = 0;
  let wanted = LENGTHS;
  let arrived;

  socket.on("data", (piece) => {
    pieces.push(piece);
    size += piece.length;
    if (size < wanted) return;
    const buffer = pieces.length === 1 ? piece : Buffer.concat(pieces, size);
    const bodyAt = LENGTHS + buffer.readUInt32BE(0);
    wanted = bodyAt + buffer.readUInt32BE(4);
    pieces = [buffer];
    if (size < wanted) return;
    // The engine sends nothing before it was asked for: what is here is one message.
    pieces = [];
    size = 0;
    wanted = LENGTHS;
    arrived({ head: JSON.parse(buffer.utf8Slice(LENGTHS, bodyAt)), body: buffer.utf8Slice(bodyAt) });
  });
  // Without its engine an environment has no purpose: it ends, so that none outlives the engine.
  socket.on("error", onGone);
  socket.on("close", onGone);

  const write = (head, body, done) => {
    const text = JSON.stringify(head);
    const [headBytes, bodyBytes] = [Buffer.byteLength(text), Buffer.byteLength(body)];
    const message = Buffer.allocUnsafe(LENGTHS + headBytes + bodyBytes);
    message.writeUInt32BE(headBytes, 0);
    message.writeUInt32BE(bodyBytes, 4);
    message.utf8Write(text, LENGTHS);
    message.utf8Write(body, LENGTHS + headBytes);
    socket.write(message, done);
  };
  const next = () =>
    new Promise((resolve) => {
      arrived = resolve;
    });

  return {
    /** The last word, after which the process ends. */
    end: (head, body) => new Promise((resolve) => write(head, body, resolve)),
    next() {
      write({ waits: true }, "");
      return next();
    },
    answerAndNext({ head, body }) {
      write({ ...head, waits: true }, body);
      return next();
    },
    /** What a process that was started in advance is told before anything else. */
    assignment: next,
  };
}
