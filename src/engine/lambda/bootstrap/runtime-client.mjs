// A client of Lambda's Runtime API on one bare connection: loading node:http would cost a cold start several milliseconds.
import { connect as open } from "node:net";

/** Answers come in the order of the requests, so an answer and the wait for the next event go out in one write. */
export function connect(hostAndPort, nonce, onGone) {
  const colon = hostAndPort.lastIndexOf(":");
  const socket = open({ host: hostAndPort.slice(0, colon), port: Number(hostAndPort.slice(colon + 1)), noDelay: true });
  const waiting = [];
  let pieces = [];
  let size = 0;
  let wanted = 0;

  socket.on("data", (piece) => {
    pieces.push(piece);
    size += piece.length;
    if (size < wanted) return;
    let buffer = pieces.length === 1 ? piece : Buffer.concat(pieces, size);
    for (;;) {
      const response = readResponse(buffer);
      if (typeof response === "number") {
        wanted = response;
        break;
      }
      buffer = buffer.subarray(response.end);
      waiting.shift()?.(response);
    }
    pieces = buffer.length > 0 ? [buffer] : [];
    size = buffer.length;
  });
  // Without its Runtime API an environment has no purpose: it ends, so that none outlives the engine.
  socket.on("error", onGone);
  socket.on("close", onGone);

  const head = (method, path, headers) => {
    let text = `${method} ${path} HTTP/1.1\r\nHost: ${hostAndPort}\r\nLamplighter-Nonce: ${nonce}\r\n`;
    for (const [name, value] of Object.entries(headers)) text += `${name}: ${headerText(value)}\r\n`;
    return text;
  };
  const postText = (path, body, headers) =>
    `${head("POST", path, { ...headers, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })}\r\n${body}`;
  const nextText = `${head("GET", "/2018-06-01/runtime/invocation/next", {})}\r\n`;
  const response = () => new Promise((resolve) => waiting.push(resolve));

  return {
    post(path, body, headers) {
      socket.write(postText(path, body, headers));
      return response();
    },
    next() {
      socket.write(nextText);
      return response();
    },
    answerAndNext({ path, body, headers }) {
      socket.write(postText(path, body, headers) + nextText);
      response();
      return response();
    },
  };
}

/** A header holds no line break and nothing beyond Latin-1: an error's name may hold both. */
function headerText(value) {
  return String(value).replace(/[^\x20-\x7e]/g, "?");
}

/** One response, or how many bytes are needed before asking again. */
function readResponse(buffer) {
  const headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) return buffer.length + 1;
  const [, ...lines] = buffer.latin1Slice(0, headEnd).split("\r\n");
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const bodyStart = headEnd + 4;
  const end = bodyStart + Number(headers["content-length"] ?? 0);
  if (buffer.length < end) return end;
  return { headers, body: buffer.utf8Slice(bodyStart, end), end };
}
