// Projects in a folder of their own, and lamp as its users start it: as a process.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const BIN = fileURLToPath(new URL("../../bin/lamp.js", import.meta.url));

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface LampProject {
  readonly folder: string;
  write(path: string, text: string): void;
  lamp(...words: string[]): Promise<Answer>;
  start(...words: string[]): ChildProcess;
}

/** Gone when the test that made it is. */
export function project(
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): LampProject {
  const folder = mkdtempSync(join(tmpdir(), "lamp-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const made: LampProject = {
    folder,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    lamp: (...words) => answerOf(made.start(...words)),
    start(...words) {
      const variables = {
        PATH: process.env["PATH"],
        HOME: folder,
        USER: "tester",
        LAMP_BY: "tester",
        ...more,
      };
      return spawn(process.execPath, [BIN, ...words], {
        cwd: folder,
        env: variables,
        stdio: ["ignore", "pipe", "pipe"],
      });
    },
  };
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  return made;
}

export function answerOf(child: ChildProcess): Promise<Answer> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

/** Resolves with all that was printed once the text stands in it. */
export function printed(child: ChildProcess, text: string): Promise<string> {
  let seen = "";
  return new Promise((resolve, reject) => {
    const look = (chunk: unknown) => {
      seen += String(chunk);
      if (seen.includes(text)) resolve(seen);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.on("close", (code) => reject(new Error(`ended with ${code} before it printed "${text}": ${seen}`)));
  });
}

export const HELLO = `import { job } from "lamplighter";
export default job<{ name?: string }>(async (input, run) => {
  run.log.info("hello", { name: input.name ?? "world" });
  run.progress(1, 2);
  return { greeted: input.name ?? "world" };
});
`;
