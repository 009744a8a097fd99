// The engine's one port on loopback.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { within } from "../../core/within.ts";
import { PortTaken } from "../errors.ts";
import { Answerer, type AnswererOptions } from "./answerer.ts";

export interface Wire {
  readonly port: number;
  /** Takes no more connections, ends long polls, lets every other request in flight have its answer; one whose sender
   * keeps us waiting is cut off. */
  close(): Promise<void>;
}

/** Slow or idle connections must not hold the engine: headers within 10 s, a whole request within 5 minutes. */
const LIMITS = { maxHeaderSize: 32_768, headersTimeout: 10_000, requestTimeout: 300_000, keepAliveTimeout: 75_000 };

const GRACE_MS = 2_000;

export async function listen(port: number, options: AnswererOptions): Promise<Wire> {
  const answerer = new Answerer(options);
  const server = createServer(LIMITS, (request, response) => void answerer.answer(request, response));
  await opened(server, port);
  const bound = (server.address() as AddressInfo).port;
  answerer.port = bound;
  return { port: bound, close: () => closed(server, answerer) };
}

function opened(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? new PortTaken(port, error) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function closed(server: Server, answerer: Answerer): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  await within(GRACE_MS, answerer.drain());
  server.closeAllConnections();
  await ended;
}
