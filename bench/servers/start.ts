// Starts a server for a benchmark and waits until it is there.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cpuTime } from "../measure/cpu-time.ts";
import { quietVariables } from "../measure/own-process.ts";

export interface Server {
  readonly endpoint: string;
  /** Milliseconds of CPU that it has used; undefined where the system does not tell. */
  cpuTime(): number | undefined;
  stop(): Promise<void>;
}

export const OWN = {
  engine: fileURLToPath(new URL("engine.ts", import.meta.url)),
  empty: fileURLToPath(new URL("empty.ts", import.meta.url)),
  firing: fileURLToPath(new URL("../firing/serve.ts", import.meta.url)),
};

/** A script of this folder: its first line of output is its address. */
export async function startOwn(script: string, args: readonly string[] = []): Promise<Server> {
  const child = start(process.execPath, [script, ...args], {});
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code} before it served`)));
  });
  return serverOf(child, endpoint);
}

/** A peer that was told its port: ready when it answers anything. */
export async function startPeer(
  command: string,
  args: readonly string[],
  endpoint: string,
  options: { readonly variables?: Record<string, string>; readonly folder?: string } = {},
): Promise<Server> {
  const child = start(command, args, options);
  child.stdout?.resume();
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(" ")} ended with ${child.exitCode}`);
    try {
      await fetch(endpoint);
      return serverOf(child, endpoint);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await stopped(child);
  throw new Error(`${command} does not answer at ${endpoint}`);
}

function serverOf(child: ChildProcess, endpoint: string): Server {
  return { endpoint, cpuTime: () => cpuTime(child.pid ?? 0), stop: () => stopped(child) };
}

function start(
  command: string,
  args: readonly string[],
  { variables, folder }: { readonly variables?: Record<string, string>; readonly folder?: string },
): ChildProcess {
  return spawn(command, args, {
    env: { ...quietVariables(), ...variables },
    stdio: ["ignore", "pipe", "ignore"],
    cwd: folder,
  });
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill("SIGKILL"), 3_000);
    child.once("exit", () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
