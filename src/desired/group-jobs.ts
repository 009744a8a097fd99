// Which jobs share a function: equal handler, settings, retries and dead letters. Lambda's control plane is slow, functions are few.
import { stableHash, stableJson } from "../core/json.ts";
import type { Job, Model } from "../manifest/model.ts";
import { functionName, handlerName, recorderFunctionName, schedulerRoleName, watchFunctionName } from "./names.ts";

export interface FunctionGroup {
  readonly name: string;
  readonly handler: string;
  /** At least one; sorted by name. What they share is read from the first. */
  readonly jobs: readonly [Job, ...Job[]];
}

/** Sorted by name. A handler's first group has the handler's name; the others add their first job's. */
export function groupJobs(model: Model): readonly FunctionGroup[] {
  const groups = new Map<string, { handler: string; jobs: [Job, ...Job[]] }>();
  for (const job of [...model.jobs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!("handler" in job.code)) continue;
    const { handler } = job.code;
    const shared = stableJson([handler, job.code.entry ?? null, job.settings, job.retry, job.deadLetter]);
    const group = groups.get(shared);
    if (group) group.jobs.push(job);
    else groups.set(shared, { handler, jobs: [job] });
  }
  const app = model.app;
  const environment = model.environment.name;
  // A function's role has its name, and these are names of ours already.
  const ours = [schedulerRoleName, watchFunctionName, recorderFunctionName].map((name) => name(app, environment));
  const taken = new Set(ours);
  const handlers = [...groups.values()].map(({ handler }) => handler);
  return [...groups.values()]
    .map((group) => ({ ...group, name: freeName(model, namesFor(group, handlers), taken) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The handler's name, with its folders where two handlers share a file name; then with the group's first job. */
function namesFor(group: { handler: string; jobs: readonly [Job, ...Job[]] }, handlers: readonly string[]): string[] {
  const name = handlerName(group.handler);
  const sameName = new Set(handlers.filter((handler) => handlerName(handler) === name));
  const base = sameName.size > 1 ? group.handler.replace(/\.[^./]+$/, "").replace(/[^A-Za-z0-9_-]/g, "-") : name;
  const first = group.jobs[0].name;
  // The last one is its own: `a-b` and a job, or `a` and the job `b-…`, may meet in the ones before.
  return [base, `${base}-${first}`, `${base}-${first}-${stableHash(group.handler).slice(0, 8)}`];
}

function freeName(model: Model, parts: readonly string[], taken: Set<string>): string {
  const names = parts.map((part) => functionName(model.app, model.environment.name, part));
  const name = names.find((candidate) => !taken.has(candidate)) ?? names.at(-1) ?? "";
  taken.add(name);
  return name;
}
