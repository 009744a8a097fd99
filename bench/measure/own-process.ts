// A measurement in a process of its own: a script whose last line of output is its result as JSON.
import { type ChildProcess, spawn } from "node:child_process";

/** The variable slows every start of Node and is the machine's business, not a rival's. */
export function quietVariables(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...variables } = process.env;
  return variables;
}

/** Runs `node SCRIPT ARGUMENTS…` to its end; what it says on stderr is passed on. */
export async function inOwnProcess<Result>(script: string, args: readonly (string | number)[]): Promise<Result> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args.map(String)], {
    env: quietVariables(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  const code = await ended(child);
  if (code !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${code}`);
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Result;
}

export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
