// Who may talk to the engine at all: programs on this machine, never a web page, never under another host's name.
import type { IncomingMessage } from "node:http";

/** Why a request is refused before anything of it is read; undefined when it may pass. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** A name that resolves to 127.0.0.1 must not be enough (DNS rebinding), nor a browser on this machine. */
export function refusalOf(request: IncomingMessage, port: number): Refusal | undefined {
  const hosts = headersNamed(request, "host");
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (hosts.length !== 1 || !allowed.includes(hosts[0]?.toLowerCase() ?? "")) {
    return { status: 403, reason: `The Host header must be 127.0.0.1:${port} or localhost:${port}.` };
  }
  if (headersNamed(request, "origin").length > 0) {
    return { status: 403, reason: "Requests from web pages are refused (Origin header present)." };
  }
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "none" && site !== "same-origin") {
    return { status: 403, reason: "Requests from web pages are refused (Sec-Fetch-Site header)." };
  }
  if (!request.url?.startsWith("/")) return { status: 400, reason: "The request target must begin with a slash." };
  return undefined;
}

/** All values of a header: Node keeps only the first of two Host headers in `headers`. */
function headersNamed(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const each = request.rawHeaders[index];
    if (each?.length === name.length && each.toLowerCase() === name) values.push(request.rawHeaders[index + 1] ?? "");
  }
  return values;
}
