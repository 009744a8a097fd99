// With which program a function's environment is run: this Node for its runtimes, the machine's Python for Python's.
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import type { FunctionSpec } from "./invocation.ts";

export interface RuntimeCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** How the runtime asks for events: as Lambda's Runtime API over HTTP, or on a descriptor (`MessageChannel`). */
  readonly speaks: "http" | "messages";
}

interface RuntimePlace {
  readonly nodePath: string;
  /** Node's; Python's lies beside it under the same name. */
  readonly bootstrapPath: string;
}

/** The runtimes that can be run, by their names on AWS. */
export const RUNTIMES = /^(nodejs\d+\.x|python3\.\d+)$/;

/** The share of the memory given to JavaScript's heap, as Lambda's own Node runtime starts node. */
const HEAP_SHARE = 0.9;

const FIND_MS = 5_000;

/** Undefined where the machine has no such program. */
export async function runtimeCommand(spec: FunctionSpec, place: RuntimePlace): Promise<RuntimeCommand | undefined> {
  if (!spec.runtime.startsWith("python")) {
    const heapMb = Math.max(32, Math.floor(spec.memoryMb * HEAP_SHARE));
    const args = [`--max-old-space-size=${heapMb}`, place.bootstrapPath];
    return { program: place.nodePath, args, speaks: "messages" };
  }
  const program = await pythonFor(spec.runtime);
  // Nothing is buffered, nor written beside the function's files: on Lambda they cannot be written to.
  const bootstrap = place.bootstrapPath.replace(/\.m?js$/, ".py");
  return program === undefined ? undefined : { program, args: ["-B", "-u", bootstrap], speaks: "http" };
}

/** The folders first searched for what a function starts. */
export const programFolder = (command: RuntimeCommand) => dirname(command.program);

/** What was found stays found; what was not is looked for again, as it may be installed meanwhile. */
const found = new Map<string, string>();

async function pythonFor(runtime: string): Promise<string | undefined> {
  const known = found.get(runtime);
  if (known !== undefined) return known;
  // The version asked for if the machine has it, else whichever Python 3 it has.
  const program = (await executableOf(runtime)) ?? (await executableOf("python3"));
  if (program !== undefined) found.set(runtime, program);
  return program;
}

/** The program itself: what stands on the PATH may be a script that picks one, and needs variables a function has not. */
function executableOf(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(name, ["-c", "import sys; print(sys.executable)"], { timeout: FIND_MS }, (error, output) =>
      resolve(error ? undefined : output.trim() || undefined),
    );
  });
}
