// An engine in a process of its own, for tests that kill it, measure it or take its descriptors away. SIGTERM closes it, and
// nothing but what it has left open keeps the process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface EngineProcess {
  readonly endpoint: string;
  readonly process: ChildProcess;
}

const SOURCE = fileURLToPath(new URL("../../../src/engine/engine.ts", import.meta.url));

/** `shell` comes before the engine's program, as in `ulimit -n 64;`. */
export async function startEngineProcess(directory: string, shell = ""): Promise<EngineProcess> {
  const script = `const { startEngine } = await import(${JSON.stringify(SOURCE)});
    const engine = await startEngine({ directory: ${JSON.stringify(directory)} });
    process.once("SIGTERM", () => void engine.close());
    console.log(engine.endpoint);`;
  const started = `${shell} exec "$0" --input-type=module -e "$1"`;
  const child = spawn("/bin/sh", ["-c", started, process.execPath, script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return { endpoint: line.toString().trim(), process: child };
}

export async function killEngineProcess({ process: child }: EngineProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
