// What became of a plan's actions: a line each while it goes, the document for programs, and the exit code.
import type { ActionResult } from "../apply/apply-plan.ts";
import type { Action } from "../plan/plan.ts";
import { actionJson } from "../plan/plan-json.ts";
import type { CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";

export function showResult({ action, status, error }: ActionResult, { terminal }: CommandLine): void {
  const words = { done: "done", failed: "failed", notAttempted: "not attempted" } as const;
  const colour = { done: "green", failed: "red", notAttempted: "yellow" } as const;
  const why = error === null ? "" : `: ${error}`;
  terminal.note(
    `${terminal.styleNote(colour[status], words[status])} ${action.action} ${action.kind} ${action.name}${why}`,
  );
}

/** The plan's actions, those that were begun with their status. */
export function resultsJson(
  actions: readonly Action[],
  results: readonly ActionResult[],
): readonly Readonly<Record<string, unknown>>[] {
  const byAction = new Map(results.map((result) => [result.action, result]));
  return actions.map((action) => {
    const result = byAction.get(action);
    return { ...actionJson(action), ...(result ? { status: result.status, error: result.error } : {}) };
  });
}

/** `failures` are what could not even be planned. */
export function exitCodeOfResults(results: readonly ActionResult[], failures: number): number {
  const undone = results.filter(({ status }) => status !== "done").length + failures;
  if (undone === 0) return EXIT.done;
  return results.some(({ status }) => status === "done") || results.length === 0 ? EXIT.partly : EXIT.failed;
}
