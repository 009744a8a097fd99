// lamp iam: the policy that whoever uses lamp needs, and nothing more.
import type { Command } from "../command.ts";

export const iam: Command = {
  name: "iam",
  summary: "the exact policy that who syncs, plans or runs needs",
  details:
    "Prints one policy document, ready for aws iam create-policy, with the names and ARNs of this project and environment.\n" +
    "Makes no call. Without an account in the environment's file it stands as *. Why a statement is on * goes to standard\n" +
    "error. Uses: read (history, list, show, logs, why, dlq list), plan (and verify), run (run, backfill, cancel, pause,\n" +
    "resume, rollback, dlq redrive and purge; with read), sync (with prune), destroy, import, or several: sync,plan.",
  example: ["lamp iam --for plan --env production > plan-policy.json", "the policy of a pull request's role"],
  options: [
    { flags: "--for <uses>", description: "read, plan, run, sync, destroy, import or all (default: all but import)" },
  ],
  async run(line) {
    const [{ openProject }, { showPolicy }] = await Promise.all([import("../project.ts"), import("../show-policy.ts")]);
    return showPolicy(await openProject(line), line);
  },
};
