// lamp on a project of so many jobs, as a person starts it: a whole process each time, its start and its bundling included.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ended, quietVariables } from "../measure/own-process.ts";

const BIN = fileURLToPath(new URL("../../bin/lamp.js", import.meta.url));
/** Jobs are named for what they do: by many letters. */
const WORDS = [
  ...["archive", "backup", "cleanup", "digest", "export", "forecast", "geocode", "health", "import", "journal"],
  ...["kpi", "ledger", "metrics", "notify", "optimise", "prune", "quota", "report", "sync", "train"],
];

export const jobName = (index: number): string => `${WORDS[index % WORDS.length]}-${index}`;

export interface LampProject {
  /** An environment at the end of the way. */
  addEnvironment(name: string, endpoint: string): void;
  /** Milliseconds of the whole process. */
  lamp(environment: string, ...words: string[]): Promise<number>;
}

export function writeProject(folder: string, jobs: number): LampProject {
  const files = Array.from({ length: jobs }, (_, index) => {
    const schedule = `"${index % 60} ${index % 24} * * *"`;
    return `  ${jobName(index)}: {schedule: ${schedule}, handler: jobs/job.ts, input: {n: ${index}}}`;
  });
  mkdirSync(join(folder, "jobs"), { recursive: true });
  mkdirSync(join(folder, "config"));
  const handler = 'import { job } from "lamplighter";\nexport default job(async () => 1);\n';
  writeFileSync(join(folder, "jobs/job.ts"), handler);
  writeFileSync(join(folder, "jobs.yaml"), `app: bench\ntimezone: Europe/Berlin\njobs:\n${files.join("\n")}\n`);
  return {
    addEnvironment(name, endpoint) {
      writeFileSync(join(folder, `config/${name}.yaml`), `endpoint: ${endpoint}\nregion: us-east-1\n`);
    },
    async lamp(environment, ...words) {
      // Keys of its own: the calls are paced by AWS's quotas, as they would be there.
      const keys = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench", CI: "true" };
      const begun = performance.now();
      const child = spawn(process.execPath, [BIN, ...words, "--env", environment, "--json"], {
        cwd: folder,
        env: { ...quietVariables(), ...keys, HOME: folder },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (chunk) => {
        said += String(chunk);
      });
      const code = await ended(child);
      if (code !== 0) throw new Error(`lamp ${words.join(" ")} ended with ${code}: ${said}`);
      return performance.now() - begun;
    },
  };
}
