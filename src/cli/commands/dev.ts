// lamp dev: the local engine, the file watched, the runs as they happen, and the page.
import type { Command } from "../command.ts";

export const DEFAULT_PORT = 4700;

export const dev: Command = {
  name: "dev",
  summary: "the local engine, watching jobs.yaml, with the dashboard",
  details:
    "Syncs jobs.yaml to an engine on this machine, fires its schedules, and syncs again at each change. Ctrl-C ends it.",
  example: ["lamp dev --port 4800", "the engine on 4800, the page on 4801"],
  options: [
    { flags: "--port <n>", description: `the engine's port; the page takes the next one (default: ${DEFAULT_PORT})` },
  ],
  async run(line) {
    const { develop } = await import("../dev/develop.ts");
    return develop(line);
  },
};
