// Between a command and its engine: ends the command at one of its changes, before it arrives or before its answer does.
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface KillingProxy {
  readonly endpoint: string;
  /** The nth change from now on, counted from 1. */
  killAt(change: number, when: "before" | "after", kill: () => void): void;
}

/** What counts as a change; all else passes. */
export async function killingProxy(
  engine: string,
  isChange: (asked: IncomingMessage) => boolean,
): Promise<KillingProxy> {
  const { hostname, port } = new URL(engine);
  let left = Number.POSITIVE_INFINITY;
  let doomed: { readonly when: "before" | "after"; kill(): void } | undefined;
  const server = createServer((asked, answer) => {
    const due = isChange(asked) && --left === 0 ? doomed : undefined;
    if (due?.when === "before") {
      due.kill();
      return void answer.destroy();
    }
    const headers = { ...asked.headers, host: `${hostname}:${port}` };
    const forwarded = request({ hostname, port, method: asked.method, path: asked.url, headers }, (response) => {
      response.on("end", () => due?.kill());
      answer.writeHead(response.statusCode ?? 500, response.headers);
      if (due) response.resume();
      else response.pipe(answer);
    });
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    killAt(change, when, kill) {
      left = change;
      doomed = { when, kill };
    },
  };
}
