// An engine in memory for somebody else's suite, which finds it by the environment alone.
import { execFile } from "node:child_process";
import { type Engine, startEngine } from "../../src/engine/engine.ts";

export interface SuiteEngine {
  readonly engine: Engine;
  /** Runs a programme that prints `ok NAME` and `not ok NAME: why`; gives the lines, whatever it exits with. */
  run(program: string, words: readonly string[], more?: Readonly<Record<string, string>>): Promise<string[]>;
}

export async function startSuiteEngine(): Promise<SuiteEngine> {
  const engine = await startEngine({ directory: ":memory:" });
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    engine,
    run: (program, words, more = {}) =>
      new Promise((resolve, reject) => {
        execFile(program, words, { env: { ...environment, ...more }, timeout: 110_000 }, (error, stdout, stderr) => {
          const lines = stdout.split("\n").filter((line) => /^(not )?ok /.test(line));
          if (lines.length > 0) resolve(lines);
          else reject(error ?? new Error(`${program} printed no check: ${stderr}`));
        });
      }),
  };
}
