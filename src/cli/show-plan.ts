// Prints a plan the way it was asked for, with the handlers that did not compile.
import { systemClock } from "../core/clock.ts";
import { planJson } from "../plan/plan-json.ts";
import type { CommandLine } from "./command.ts";
import type { Reconciliation } from "./reconcile.ts";
import { renderFailures } from "./render/failures.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderPlan } from "./render/plan.ts";
import { planMarkdown } from "./render/plan-markdown.ts";
import { asOfJson, readingText } from "./render/reading.ts";

export async function showPlan(
  { plan, cloud, place, failures, seen }: Reconciliation,
  line: CommandLine,
): Promise<void> {
  const { terminal, options } = line;
  const apiCalls = cloud.apiCalls();
  for (const text of renderFailures(failures, terminal)) terminal.note(text);
  if (options.flag("json")) {
    terminal.out(jsonDocument({ ...planJson(plan, apiCalls), asOf: asOfJson(seen.earlier), failures }));
    return;
  }
  if (options.flag("markdown")) {
    for (const text of planMarkdown(plan, systemClock.now())) terminal.out(text);
    return;
  }
  terminal.note(terminal.styleNote("dim", readingText(plan.environment, place, apiCalls, seen.earlier)));
  for (const text of renderPlan(plan, systemClock.now(), terminal)) terminal.out(text);
}
