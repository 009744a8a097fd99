// lamp plan: what sync would change, and nothing done.
import type { Command } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const plan: Command = {
  name: "plan",
  summary: "what sync would change, with next fire times before and after",
  example: ["lamp plan --env production --exit-code", "exits with 2 when production differs from the file"],
  options: [
    { flags: "--out <file>", description: "write the plan there: lamp sync <file> applies this one or none" },
    { flags: "--markdown", description: "as Markdown, for a comment on a pull request" },
    { flags: "--exit-code", description: "exit with 2 when there are changes" },
    { flags: "--prune", description: "plan the deletion of what is ours and not in the file" },
    { flags: "--allow-many-deletes", description: "accept a plan that deletes a large share of the schedules" },
    { flags: "--full", description: "read everything anew, not only what moved since it was read last" },
  ],
  async run(line) {
    const { withProject } = await import("../with-project.ts");
    const { reconcile } = await import("../reconcile.ts");
    return withProject(line, async (project, connection) => {
      const prune = line.options.flag("prune");
      const choice = { prune, allowManyDeletes: line.options.flag("allowManyDeletes") };
      const made = await reconcile(project, connection, choice, line.options.flag("full"));
      const { plan, failures } = made;
      const out = line.options.text("out");
      if (out !== undefined)
        await (await import("../plan-files.ts")).savePlan(out, plan, { app: project.model.app, ...choice }, line);
      const [{ showPlan }, { rememberReading }] = await Promise.all([
        import("../show-plan.ts"),
        import("../remember-readings.ts"),
      ]);
      await rememberReading(made, connection, line.terminal);
      await showPlan(made, line);
      if (failures.length > 0 || plan.foreign.length > 0) return EXIT.failed;
      const pending = plan.actions.some(({ action }) => action !== "keep");
      return line.options.flag("exitCode") && pending ? EXIT.changesPending : EXIT.done;
    });
  },
};
