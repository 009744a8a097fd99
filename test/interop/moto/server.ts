// moto's server as a process of its own, on a free port of loopback.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface MotoServer {
  readonly endpoint: string;
  /** Everything as it was at first. */
  reset(): Promise<void>;
  stop(): void;
}

const START_MS = 30_000;
const POLL_MS = 200;

export async function startMoto(program: string, account: string): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    env: { ...process.env, MOTO_ACCOUNT_ID: account },
  });
  let failure: Error | undefined;
  server.once("error", (error) => {
    failure = error;
  });
  const api = (path: string, body?: string) =>
    fetch(`${endpoint}/moto-api/${path}`, body === undefined ? {} : { method: "POST", body });
  for (let waited = 0; ; waited += POLL_MS) {
    if (failure !== undefined) throw failure;
    if (await api("").then(answered, refused)) break;
    if (waited > START_MS) {
      server.kill();
      throw new Error(`moto's server (${program}) did not start within ${START_MS / 1_000} seconds.`);
    }
    await wait(POLL_MS);
  }
  return {
    endpoint,
    async reset() {
      await api("reset", "");
      // Functions are kept and not run: there need be no Docker (moto's documentation, configuration of Lambda).
      await api("config", JSON.stringify({ lambda: { use_docker: false } }));
    },
    stop: () => void server.kill(),
  };
}

const answered = () => true;
const refused = () => false;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
