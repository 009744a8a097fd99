// Carries out a plan through the Cloud port: one result for each action, and one job's failure leaves the others done.
import { messageOf } from "../core/error.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { Action, Plan } from "../plan/plan.ts";
import type { Cloud } from "./cloud.ts";
import { dependenciesOf, isScheduleOf, keyOf } from "./dependencies.ts";

export type ActionResult =
  | { readonly action: Action; readonly status: "done"; readonly error: null }
  | { readonly action: Action; readonly status: "failed" | "notAttempted"; readonly error: string };

export interface ApplyRequest {
  readonly plan: Plan;
  readonly cloud: Cloud;
  /** Zip by function name. */
  readonly code: ReadonlyMap<string, Uint8Array>;
  /** Asked before each change: why none may be made any more, such as a lock that is somebody else's by now. */
  readonly obstacle?: (action: Action) => Promise<string | undefined>;
  /** Aborted to stop after the calls that are under way. */
  readonly signal: AbortSignal;
  /** Called after each action; awaited, so that what it records is there before the next step. */
  onResult(result: ActionResult): void | Promise<void>;
}

/** Results in the plan's order; actions that only note (`keep`) have none. */
export async function applyPlan(request: ApplyRequest): Promise<readonly ActionResult[]> {
  const results = new Map<Action, ActionResult>();
  const broken = new Set<string>();
  const steps = request.plan.actions.filter(({ action }) => action !== "keep");
  for (const phase of phasesOf(steps)) {
    await inParallel(phase, atOnce(phase), async (action) => {
      const result = await carryOut(request, action, broken);
      if (result.status !== "done") broken.add(keyOf(action));
      results.set(action, result);
      await request.onResult(result);
    });
  }
  return steps.flatMap((action) => results.get(action) ?? []);
}

/** Neighbours of one kind and direction: nothing in a phase points at anything else in it. */
function phasesOf(steps: readonly Action[]): readonly (readonly Action[])[] {
  const phases: Action[][] = [];
  for (const step of steps) {
    const [last] = phases.at(-1) ?? [];
    const same = last && last.kind === step.kind && (last.action === "delete") === (step.action === "delete");
    if (same) phases.at(-1)?.push(step);
    else phases.push([step]);
  }
  return phases;
}

/** Lambda's control plane takes some 15 changes a second, the Scheduler's thousands (quota pages of both guides): of those so many
 * are under way that a far service does not keep the machine waiting. The pace of the calls is the Cloud's affair. */
const atOnce = (phase: readonly Action[]): number => (phase[0]?.kind === "schedule" ? 96 : 4);

async function carryOut(request: ApplyRequest, action: Action, broken: ReadonlySet<string>): Promise<ActionResult> {
  const obstacle = obstacleOf(request, action, broken) ?? (await request.obstacle?.(action));
  if (obstacle) return { action, status: "notAttempted", error: obstacle };
  const code = request.code.get(action.name);
  try {
    if (action.action === "create") await request.cloud.create(action.to, code);
    else if (action.action === "update") await request.cloud.update(action.from, action.to, code);
    else await request.cloud.delete(action.from);
    return { action, status: "done", error: null };
  } catch (error) {
    return { action, status: "failed", error: messageOf(error) };
  }
}

function obstacleOf(request: ApplyRequest, action: Action, broken: ReadonlySet<string>): string | undefined {
  if (request.signal.aborted) return "interrupted before this was begun; sync again to go on";
  const missing = dependenciesOf(action).find((key) => broken.has(key));
  if (missing) return `${missing} was not done, and this needs it`;
  // What moved goes when what has its place is there, whatever became of other jobs.
  if (action.action === "delete" && action.movedTo !== undefined) {
    const { movedTo } = action;
    const undone = [...broken].find((key) => isScheduleOf(key, movedTo));
    return undone && `${undone} was not done, and takes its place`;
  }
  // A function goes only after every schedule that may still fire it has gone.
  if (action.action === "delete" && broken.size > 0)
    return "something before it was not done: what runs is not taken away";
  return undefined;
}
