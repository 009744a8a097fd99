// lamp sync: makes the cloud agree with the file.
import type { Command } from "../command.ts";

export const sync: Command = {
  name: "sync",
  positional: "[plan]",
  summary: "make it so; progress per action",
  details:
    "Creates and updates what the file says. Deletes only with --prune, and only what is ours. With a plan that\n" +
    "lamp plan --out wrote, does what that plan shows, to the last value, or nothing.",
  example: [
    "lamp sync --prune --yes",
    "makes the environment agree, and deletes what is ours and no longer in the file",
  ],
  options: [
    { flags: "--prune", description: "delete what is ours and not in the file" },
    { flags: "--yes", description: "do not ask before deleting" },
    { flags: "--allow-many-deletes", description: "accept the deletion of a large share of the schedules" },
    { flags: "--wait-lock <span>", description: "wait so long for another sync of this environment (default: refuse)" },
    { flags: "--expect <fingerprint>", description: "apply only the plan with this fingerprint" },
    { flags: "--full", description: "read everything anew, not only what moved since it was read last" },
  ],
  async run(line) {
    const [{ withProject }, { syncProject }] = await Promise.all([
      import("../with-project.ts"),
      import("../sync-project.ts"),
    ]);
    return withProject(line, (project, connection) => syncProject(project, connection, line));
  },
};
