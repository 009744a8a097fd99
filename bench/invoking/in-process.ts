// Rivals without a server: a bare child process with a pipe, which is the floor, and lambda-local, which isolates nothing.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { quietVariables } from "../measure/own-process.ts";
import { checkAnswer, EVENT, SOURCE } from "./functions.ts";
import type { Rival } from "./rival.ts";

const LOOP = `import { handler } from "./index.mjs";
let rest = "";
process.stdin.on("data", async (piece) => {
  rest += piece;
  if (!rest.endsWith("\\n")) return;
  const event = JSON.parse(rest);
  rest = "";
  process.stdout.write(JSON.stringify(await handler(event)) + "\\n");
});
`;

export async function bareRival(folder: string): Promise<Rival> {
  const home = join(folder, "bare");
  mkdirSync(home);
  writeFileSync(join(home, "index.mjs"), SOURCE);
  writeFileSync(join(home, "loop.mjs"), LOOP);
  const start = () => {
    const child = spawn(process.execPath, [join(home, "loop.mjs")], {
      stdio: ["pipe", "pipe", "inherit"],
      env: quietVariables(),
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const invoke = async () => {
      child.stdin.write(`${EVENT}\n`);
      checkAnswer(String((await lines.next()).value));
    };
    return { invoke, close: () => child.kill("SIGKILL") };
  };
  const child = start();
  return {
    warm: child.invoke,
    async cold() {
      const fresh = start();
      await fresh.invoke();
      fresh.close();
    },
    concurrent: false,
    async close() {
      child.close();
    },
  };
}

interface LambdaLocal {
  getLogger(): { level: string; transports: { silent: boolean }[] };
  execute(options: object): Promise<unknown>;
}

export async function localRival(folder: string, packages: string): Promise<Rival> {
  const home = join(folder, "local");
  mkdirSync(home);
  const path = join(home, "index.cjs");
  writeFileSync(path, SOURCE.replace("export const handler", "exports.handler"));
  const local = createRequire(join(packages, "x.js"))("lambda-local") as LambdaLocal;
  for (const transport of local.getLogger().transports) transport.silent = true;
  const event: unknown = JSON.parse(EVENT);
  return {
    async warm() {
      checkAnswer(JSON.stringify(await local.execute({ event, lambdaPath: path, timeoutMs: 30_000, verboseLevel: 0 })));
    },
    concurrent: false,
    async close() {},
  };
}
