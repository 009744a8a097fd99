// Prints a plan the way it was asked for, with the handlers that did not compile.
import { systemClock } from "../core/clock.ts";
import type { Plan } from "../plan/plan.ts";
import { planJson } from "../plan/plan-json.ts";
import type { CommandLine } from "./command.ts";
import type { JobFailure } from "./reconcile.ts";
import { renderFailures } from "./render/failures.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderPlan } from "./render/plan.ts";
import { planMarkdown } from "./render/plan-markdown.ts";

export async function showPlan(
  plan: Plan,
  apiCalls: number,
  failures: readonly JobFailure[],
  line: CommandLine,
): Promise<void> {
  const { terminal, options } = line;
  for (const text of renderFailures(failures, terminal)) terminal.note(text);
  if (options.flag("json")) {
    terminal.out(jsonDocument({ ...planJson(plan, apiCalls), failures }));
    return;
  }
  if (options.flag("markdown")) {
    for (const text of planMarkdown(plan, systemClock.now())) terminal.out(text);
    return;
  }
  terminal.note(terminal.styleNote("dim", `environment ${plan.environment}, read with ${apiCalls} API calls`));
  for (const text of renderPlan(plan, systemClock.now(), terminal)) terminal.out(text);
}
